import { formatExact, formatWhole, spokenWeight } from '../../viz/numbers.ts';

const quoted = (word: string) => `“${word}”`;

/** Words of the charts on `/figures`. */
export const specimenMessages = {
  place: 'Chosen place',
  nothing: 'Nothing yet.',
  layer: 'layer',
  head: 'head',
  attentionMatrix: {
    title: 'A map too large to read at once',
    rubric: 'Point at a square, or press the overview to take the window there.',
    marginals: ['looked at', 'entropy, bits'] as const,
    read: (query: string, key: string, weight: number) =>
      `In layer 2, head 1, ${quoted(query)} looks at ${quoted(key)}: ${formatExact(weight)}.`,
    caption: 'Attention in layer 2, head 1',
  },
  headGrid: {
    title: 'All heads at once',
    rubric: 'Press a map to choose its head.',
    read: (layer: number, head: number, share: number) =>
      `Layer ${layer}, head ${head}: its heaviest weight lies on the first token in ${spokenWeight(share)} of the rows.`,
    columns: ['layer', 'head', 'rows that look at the first token most'],
    caption: 'Each head: in how many rows the first token weighs most',
  },
  logitLens: {
    title: 'What it would say after each layer',
    rubric: 'Point at a cell to read the token and its probability.',
    embedding: 'embedding',
    afterLayer: (layer: number) => `layer ${layer}`,
    read: (layer: string, token: string, next: string, probability: number) =>
      `After ${layer}, having read ${quoted(token)}, the model would say ${quoted(next)} with probability ${formatExact(probability)}.`,
    caption: 'The most likely next token after each layer, with its probability',
    columns: ['after'],
  },
  residualStream: {
    title: 'Who writes what',
    rubric: 'Point at a bar to read it.',
    headings: ['stream', 'writes, norm', 'effect on the logit'] as const,
    writer: (layer: number, part: 'attention' | 'feed-forward') => `layer ${layer} ${part}`,
    embedding: 'embedding',
    read: (name: string, norm: number, stream: number, effect: number, token: string) =>
      `The ${name} adds a vector of norm ${formatExact(norm)}; the stream after it has norm ${formatExact(stream)}. Without it the logit of ${quoted(token)} would be ${formatExact(Math.abs(effect))} ${effect < 0 ? 'higher' : 'lower'}.`,
    caption: 'What each part adds to the stream at the last token',
    columns: ['part', 'norm of what it adds', 'norm of the stream after it', 'effect on the logit'],
  },
  heatMap: {
    title: 'Any tensor, cell by cell',
    rubric: 'Point at a cell to read it exactly.',
    across: 'neuron',
    read: (token: string, neuron: number, value: number) =>
      `At ${quoted(token)}, neuron ${neuron} of the first layer’s feed-forward part has the activation ${formatExact(value)}.`,
    caption: 'Activations of the first feed-forward layer',
    columns: ['token'],
  },
  lineChart: {
    title: 'Runs over steps',
    rubric: 'Point at a line to read a step.',
    loss: 'loss',
    held: 'over the floor',
    x: 'step',
    y: 'nats a token',
    floor: 'mean floor',
    read: (run: string, step: number, loss: number) =>
      `At step ${formatWhole(step)}, ${run}: ${formatExact(loss)} nats a token.`,
    caption: 'Recorded losses of the shipped model',
    columns: ['run', 'step', 'nats a token'],
  },
  stackedBars: {
    title: 'Where the parameters are',
    rubric: 'Point at a part to read its count.',
    shipped: 'as shipped',
    vocabulary: '2,000 tokens',
    deeper: 'twice the layers',
    read: (model: string, part: string, count: string, share: number) =>
      `${model}: ${count} parameters in ${part}, ${spokenWeight(share)} of all.`,
    caption: 'Parameters by part',
    columns: ['model'],
  },
  modelView: {
    title: 'Every head as threads',
    rubric: 'Press a panel to choose its head.',
    read: (layer: number, head: number, from: string, to: string, weight: number) =>
      `In layer ${layer}, head ${head}, ${quoted(from)} looks most at ${quoted(to)}: ${formatExact(weight)}.`,
    caption: 'What the last token looks at most',
    columns: ['layer', 'head', 'looks at', 'weight'],
  },
  neuronView: {
    title: 'A weight, element by element',
    rubric: 'Point at an element to read its product.',
    headings: ['key', 'query × key', 'sum', 'softmax'] as const,
    readElement: (query: string, key: string, element: number, q: number, k: number) =>
      `Element ${element} of the query of ${quoted(query)} and of the key of ${quoted(key)}: ${formatExact(q)} × ${formatExact(k)} = ${formatExact(q * k)}.`,
    readSum: (query: string, key: string, sum: number, size: number) =>
      `The ${size} products of ${quoted(query)} and ${quoted(key)} add up to ${formatExact(sum)}.`,
    readWeight: (query: string, key: string, score: number, weight: number) =>
      `Of the score ${formatExact(score)} the softmax makes the weight ${formatExact(weight)} that ${quoted(query)} gives to ${quoted(key)}.`,
    caption: 'The last token and each key: sum of products, score, weight',
    columns: ['key', 'sum', 'score', 'weight'],
  },
  crossAttention: {
    title: 'From one text to another',
    rubric: 'Point at a word below to see where it looks.',
    read: (target: string, source: string, weight: number) =>
      `${quoted(target)} looks at ${quoted(source)}: ${formatExact(weight)}. Queries and keys are codes of positions, the query that of the mirrored place.`,
    caption: 'Weights from each word below to each word above',
    columns: [''],
  },
  scatterPlot: {
    title: 'A race of sizes',
    rubric: 'Point at a model to read its size.',
    x: 'year',
    y: 'parameters',
    read: (name: string, count: string, year: number, estimated: boolean) =>
      `${name}, ${year}: ${count} parameters${estimated ? ', an outside estimate; its makers never published it' : ''}.`,
    estimate: 'outside estimate',
    caption: 'Parameters of published models',
    columns: ['model', 'year', 'parameters', ''],
  },
  logLogPlot: {
    title: 'A power law, fitted',
    rubric: 'Point at a dot to read it beside the line.',
    y: 'nats over the floor',
    read: (
      step: number,
      loss: number,
      line: number,
      slope: number,
      interval: readonly [number, number] | null,
    ) =>
      `At step ${formatWhole(step)} the loss is ${formatExact(loss)} nats over the floor; the line says ${formatExact(line)}. Its slope is ${formatExact(slope)}${
        interval ? `, 95 % interval ${formatExact(interval[0])} to ${formatExact(interval[1])}` : ''
      }.`,
    caption: 'Loss over the floor and the fitted line',
    columns: ['step', 'nats over the floor', 'line'],
  },
  roofline: {
    title: 'What a machine can reach',
    rubric: 'Point at a dot: one matrix, on so many tokens at once.',
    x: 'operations a byte',
    y: 'operations a second',
    machine: 'A100: 312 T operations/s, 2,039 GB/s',
    tokens: (count: number) => (count === 1 ? '1 token' : `${formatWhole(count)} tokens`),
    read: (tokens: number, intensity: number, share: number) =>
      `A map of 4,096 by 4,096 in two-byte numbers on ${tokens === 1 ? 'one token' : `${formatWhole(tokens)} tokens`} does ${formatExact(intensity)} operations a byte: at most ${spokenWeight(share)} of what the machine can.`,
    caption: 'A map of 4,096 by 4,096, by the number of tokens that it is applied to at once',
    columns: ['tokens', 'operations a byte', 'operations a second at most'],
  },
  routerFlow: {
    title: 'Where each token goes',
    rubric: 'Point at a token to follow it.',
    expert: (number: number) => `expert ${number}`,
    dropped: 'dropped',
    taken: 'taken',
    read: (token: string, expert: number, dropped: boolean) =>
      dropped
        ? `${quoted(token)} would go to expert ${expert}, which is full: it is dropped.`
        : `${quoted(token)} goes to expert ${expert}: its number in the vocabulary, modulo four.`,
    caption: 'Hash routing: a token’s number modulo four names its expert',
    columns: ['token', 'expert', ''],
  },
  expertLoad: {
    title: 'How much each expert gets',
    rubric: 'Point at a bar to read its count.',
    tokens: 'tokens',
    capacity: 'room for',
    read: (expert: number, taken: number, dropped: number, room: number) =>
      `Expert ${expert} takes ${taken} of the tokens and has room for ${room}; ${dropped} ${dropped === 1 ? 'is' : 'are'} dropped.`,
  },
  stateOverTime: {
    title: 'A state that fills and forgets',
    rubric: 'Point at a cell to read the state.',
    delta: 'delta',
    channel: 'state, one channel a column',
    step: 'step',
    readDelta: (step: number, delta: number) => `At step ${step} delta is ${formatExact(delta)}.`,
    read: (step: number, channel: number, value: number) =>
      `After step ${step}, channel ${channel} holds ${formatExact(value)}; it forgets at the rate of exp(−${channel} delta) a step.`,
    caption: 'A diagonal state space, A = −1 to −16, with two impulses',
  },
  convolutionChart: {
    title: 'A filter and what it does',
    rubric: 'Drag a red handle, or hold Shift and press an arrow.',
    names: ['filter', 'input', 'output'] as const,
    read: (row: string, at: number, value: number) => `The ${row} at ${at} is ${formatExact(value)}.`,
    caption: 'Filter, input and their convolution',
  },
  dependencyGraph: {
    title: 'What must wait',
    rubric: 'Press a box to see what it waits for.',
    step: 'step',
    state: (index: number) => `h${index}`,
    weights: (index: number) => `a${index}`,
    read: (task: string, step: number, needs: readonly string[]) =>
      needs.length === 0
        ? `${task} waits for nothing: it can be done in step ${step}.`
        : `${task} waits for ${needs.join(' and ')}, so step ${step} is its earliest.`,
    caption: 'The earliest step of each task',
    columns: ['step', 'task'],
  },
  maskGrid: {
    title: 'A mask, painted by hand',
    rubric: 'Press or drag to turn cells over; Space does it by keys.',
    read: (query: string, key: string, allowed: boolean) =>
      `${quoted(query)} ${allowed ? 'may' : 'may not'} look at ${quoted(key)}.`,
    caption: 'Who may look at whom',
  },
  attributionTokens: {
    title: 'Which words the answer rests on',
    rubric: 'Point at a word to read its part.',
    read: (token: string, answer: string, value: number) =>
      `With the embedding of ${quoted(token)} set to zero, the logit of ${quoted(answer)} is ${formatExact(Math.abs(value))} ${value < 0 ? 'higher' : 'lower'}.`,
    caption: (answer: string) => `What the logit of ${quoted(answer)} loses without each word`,
    columns: ['word', 'lost'],
  },
  blocks: {
    title: 'A model as boxes',
    rubric: 'Press a box to open or close it.',
    embedding: 'embedding',
    block: (number: number) => `block ${number}`,
    attention: 'attention',
    feedForward: 'feed-forward',
    norm: 'norm',
    qkv: 'query, key, value',
    pattern: 'scores and softmax',
    output: 'output map',
    up: 'first map',
    activation: 'activation',
    down: 'second map',
    head: 'head',
    heads: (count: number) => `${count} heads`,
    read: (label: string, note: string, parts: readonly string[], open: boolean) =>
      `${label}${note === '' ? '' : `, ${note}`}${parts.length === 0 ? '' : `; ${open ? 'open' : 'closed'}, holds ${parts.join(', ')}`}.`,
    caption: 'Parameters by part',
    columns: ['part', 'parameters'],
  },
  confusionMatrix: {
    title: 'What it takes for what',
    rubric: 'Point at a cell to read its count.',
    kinds: ['name', 'thing', 'colour', 'place', 'other'],
    rows: 'came next',
    answers: 'the model’s first choice',
    read: (truth: string, answer: string, count: number, total: number) =>
      `Of ${total} times that the next word was of the kind ${quoted(truth)}, the model’s first choice was of the kind ${quoted(answer)} ${count} times.`,
    caption: 'Kinds of next words in three stories',
  },
  beamTree: {
    title: 'A search that keeps three',
    rubric: 'Point at a word to follow its way.',
    start: 'mia has a red ball . tom',
    read: (line: string, probability: number, score: number, kept: boolean) =>
      `“${line}”: the last word has probability ${formatExact(probability)}, the whole a score of ${formatExact(score)}; it is ${kept ? 'kept' : 'dropped'}.`,
    caption: 'Beam search, three beams',
    columns: ['step', 'words so far', 'probability', 'score'],
  },
  states: {
    title: 'A run of five steps',
    model: 'a model',
    names: { idle: 'Empty', loading: 'Loading', ready: 'Ready', running: 'Running', error: 'Stopped' },
    rubrics: {
      idle: 'Type some words.',
      loading: '',
      ready: 'Press a box to see what it waits for.',
      running: 'Three of five steps are done.',
      error: '',
    },
    reads: {
      idle: 'Nothing yet: no text.',
      loading: '',
      ready: 'All five steps are done.',
      running: 'Step 3 of 5 is done; the next one runs.',
      error: '',
    },
    problem: {
      message: 'The model could not be fetched',
      advice: 'There is no connection. What you have typed is safe; try again when there is one.',
    },
  },
} as const;
