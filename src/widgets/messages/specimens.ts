import { formatExact, formatWhole, spokenWeight } from '../../viz/numbers.ts';

const quoted = (word: string) => `“${word}”`;

/** Words of the charts on `/figures`. */
export const specimenMessages = {
  place: 'Chosen place',
  nothing: 'Nothing yet.',
  layer: 'layer',
  head: 'head',
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
} as const;
