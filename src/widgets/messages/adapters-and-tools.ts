import { formatWeight, spokenWeight } from '../../viz/numbers.ts';

export const adaptersAndToolsMessages = {
  title: 'Looking it up',
  rubric: 'Ask with the beginning of a sentence; choose how many notes are looked up and put before it.',
  text: 'Question, the beginning of a sentence',
  notes: 'Notes in the store, one a sentence',
  count: 'Notes looked up',
  defaultText: 'now finn has the',
  defaultNotes:
    'finn has a purple kite . rosa has a green coat . tom has a black dog . luke has a red plum . zoe has three pink shells .',
  barsLabel: 'The likeliest next words',
  found: 'Looked up',
  nothing: 'Nothing yet.',
  none: 'nothing',
  reads: (word: string, probability: number, without: string, before: number) =>
    `With what was looked up the model says “${word}” (${spokenWeight(probability)}); without it “${without}” (${spokenWeight(before)}).`,
  tableCaption: 'The likeliest next words with and without the notes',
  columns: ['with notes', 'probability', 'without', 'probability without'],
  weight: (value: number) => formatWeight(value),
} as const;
