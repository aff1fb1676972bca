import { formatDecimals, formatLoss, formatWhole, spokenWeight } from '../../viz/numbers.ts';

type Method = 'sample' | 'greedy' | 'beam';

const methods: Readonly<Record<Method, string>> = {
  sample: 'Sampling',
  greedy: 'Greedy',
  beam: 'Beam search',
};

export const generateMessages = {
  title: 'One word after the other',
  rubric: 'Write another word, then press any of those written to see what else it could have been.',
  emptyRubric: 'Type how the story begins.',
  text: 'Text, press to edit',
  defaultText: 'mia has a red ball . tom has nothing .',
  placeholder: 'mia has a …',
  method: 'How the next word is chosen',
  methodName: (method: Method) => methods[method],
  temperature: 'Temperature',
  beams: 'Beams',
  node: 'Chosen beginning',
  seed: 'Seed',
  count: 'Words to write',
  step: 'Chosen word',
  writtenLabel: 'The text, and what the model has written',
  more: 'Write another word',
  less: 'Take one back',
  otherSeed: 'Another seed',
  barsTitle: (position: number) => `What the model gave to each word in place of written word ${position}`,
  barsLabel: 'What could have been written there: the most likely words and their probabilities',
  note: (position: number) => `written word ${position}`,
  costTitle: 'What it took',
  costLabel: 'Time and operations with the cache and without',
  costColumns: ['measured', 'counted', 'kept'],
  withCache: 'with the cache',
  without: 'without',
  milliseconds: (value: number) =>
    Number.isFinite(value)
      ? `${value < 10 ? formatDecimals(value, 1) : formatWhole(Math.round(value))} ms`
      : '…',
  operations: (value: number) => `${formatDecimals(value / 1e6, value < 1e7 ? 2 : 1)} M`,
  same: 'Both wrote the same words.',
  different: 'The two texts differ, which they must not.',
  treeTitle: 'The beams, step by step: what was kept, and the best of what was not',
  treeLabel: 'Beam search: one column a word, the likeliest beginning above',
  nodeRead: (text: string, probability: number, score: number, kept: boolean) =>
    `“${text}”: its last word has ${spokenWeight(probability)}, ln p of it all ${formatLoss(score)}; ${kept ? 'kept' : 'not kept'}`,
  foundTitle: 'The texts that it ends with, likeliest first',
  found: (text: string, value: number) => `${text}  ln p ${formatLoss(value)}`,
  greedyTitle: 'Greedy, for comparison',
  readsBeams: (beams: number, words: number, best: number, greedy: number | null) =>
    `With ${beams} beams the likeliest text of ${words} words that was found has ln p ${formatLoss(best)}${
      greedy === null
        ? '.'
        : Math.abs(greedy - best) < 5e-4
          ? ', and greedy decoding finds the same.'
          : `; greedy decoding comes to ${formatLoss(greedy)}.`
    }`,
  nothing: 'Nothing yet: no text.',
  logProbability: (value: number, words: number) =>
    `ln p of the ${words === 1 ? 'word' : `${words} words`} written: ${formatLoss(value)}`,
  reads: (
    word: string,
    probability: number,
    second: string | null,
    other: number,
    ratio: number,
    words: number,
  ) =>
    `“${word}” was written; it had probability ${spokenWeight(probability)}${
      second === null ? '' : `, and “${second}” ${spokenWeight(other)}`
    }. For the ${words === 1 ? 'one word' : `${words} words`} so far, reading the whole text again for each takes ${formatDecimals(ratio, 1)} times the operations.`,
  tableCaption: 'What was written, and what had been most likely instead',
  tableColumns: ['word', 'written', 'probability', 'next best', 'its probability'],
} as const;
