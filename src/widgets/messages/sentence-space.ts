import { formatDecimals } from '../../viz/numbers.ts';

export const sentenceSpaceMessages = {
  title: 'Sentences as points',
  rubric: 'One sentence a line: point at a square to read how near two of them are.',
  emptyRubric: 'Write at least two sentences, one a line.',
  text: 'Sentences, one a line',
  defaultText: [
    'mia has a red ball .',
    'anna has a red ball .',
    'mia has two black cats .',
    'tom has two black cats .',
    'mia gives the red ball to tom .',
    'tom gives the red ball to mia .',
    'they are in the garden .',
    'they go to the forest .',
  ].join('\n'),
  placeholder: 'mia has a …',
  cell: 'Chosen square',
  mapLabel: 'Cosine between every two sentences',
  plotLabel: 'The sentences in the plane in which they differ most',
  first: 'first direction',
  second: 'second direction',
  cellRead: (one: string, other: string, cosine: number) =>
    `“${one}” and “${other}”: ${formatDecimals(cosine, 3)}`,
  legend: 'from the smallest cosine of these sentences to 1; as numbers in the table',
  nothing: 'Nothing yet: write at least two sentences.',
  reads: (one: string, nearest: string, near: number, furthest: string, far: number) =>
    `Nearest to “${one}” is “${nearest}”, with a cosine of ${formatDecimals(near, 3)}; furthest is “${furthest}”, ${formatDecimals(far, 3)}.`,
  tableCaption: 'Cosine between the averages of the word vectors of two sentences',
  sentence: 'sentence',
} as const;
