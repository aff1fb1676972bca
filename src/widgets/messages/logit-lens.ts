import { spokenWeight } from '../../viz/numbers.ts';

export const logitLensMessages = {
  title: 'What it would say after each layer',
  rubric: 'Press a cell: one word, read after one layer.',
  emptyRubric: 'Type some words.',
  text: 'Text, press to edit',
  placeholder: 'mia has a …',
  defaultText: 'leo has a red train . rosa has nothing . leo gives the red train to',
  halves: 'Also within a layer, after its first part',
  cell: 'Chosen cell',
  lensLabel: 'The likeliest next word, a row a layer and a column a position',
  embedding: 'embedding',
  part: (layer: number, part: string) => `${layer}, ${part}`,
  layer: (layer: number) => `layer ${layer}`,
  cellRead: (stage: string, word: string, top: string, probability: number) =>
    `${stage}, after ${word}: ${top} ${spokenWeight(probability)}`,
  bars: (word: string, stage: string) => `After “${word}”, read at: ${stage}`,
  barsLabel: 'The likeliest next words there',
  nothing: 'Nothing yet: no text.',
  reads: (word: string, last: string, probability: number, since: string, first: string) =>
    `After “${word}” the model says “${last}” (${spokenWeight(probability)}). That word leads from this stage on: ${since}. Read straight from the embedding it would say “${first}”.`,
  tableCaption: 'The likeliest next word and its probability, after each stage',
  position: 'after the word',
} as const;
