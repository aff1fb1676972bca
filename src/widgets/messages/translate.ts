import { formatLoss, spokenWeight } from '../../viz/numbers.ts';

export type Pair = 'french' | 'sounds';

const pairs: Readonly<Record<Pair, string>> = { french: 'English → French', sounds: 'spelling → sounds' };

export const translateMessages = {
  title: 'One text read, another written',
  rubric:
    'Type something to be written anew, and follow the threads from each written word to what it looked at.',
  emptyRubric: 'Type something.',
  pair: 'From and to',
  pairName: (pair: Pair) => pairs[pair],
  sentence: 'Text, press to edit',
  word: 'Text, press to edit',
  defaultSentence: 'mia has a red ball . tom has two black cats .',
  defaultWord: 'knight',
  sentencePlaceholder: 'mia has a …',
  wordPlaceholder: 'knight',
  beams: 'Beams',
  layer: 'Layer',
  head: 'Head',
  all: 'all',
  cell: 'Chosen thread',
  mapLabel: 'Cross-attention: what was read above, what was written below',
  cellRead: (target: string, source: string, weight: number) =>
    `${target} looks at ${source}: ${spokenWeight(weight)}`,
  answerLabel: 'What the model wrote',
  logProbability: (value: number) => `ln p of the answer: ${formatLoss(value)}`,
  othersTitle: 'The other texts that the beams ended with',
  nothing: 'Nothing yet: no text.',
  reads: (answer: string, target: string, source: string, weight: number, done: boolean) =>
    `${done ? 'It wrote' : 'It writes'} “${answer}”. For “${target}” it looked most at “${source}”, with a weight of ${spokenWeight(weight)}.`,
  legend: 'a thread is as thick as its weight; thin ones show when their word is chosen',
  end: 'end',
  tableCaption: 'Weights of cross-attention: one row a written word, one column a word of the source',
  written: 'written',
} as const;
