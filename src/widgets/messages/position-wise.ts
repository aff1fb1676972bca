import { formatValue } from '../../viz/numbers.ts';

export const positionWiseMessages = {
  title: 'One position at a time',
  rubric: 'Press a word and choose another in its place, or put the words into another order.',
  emptyRubric: 'Type some words.',
  text: 'Text, press to edit',
  placeholder: 'mia has a …',
  defaultText: 'leo has a red train . rosa has nothing . leo gives the red train to rosa .',
  layer: 'Layer',
  mode: 'What is done to the layer’s input',
  modes: { change: 'one word changed', permute: 'all words shuffled' },
  position: 'Word',
  pick: 'The word that is changed',
  by: 'Changed into',
  byNone: 'a word of your choice',
  order: 'Order',
  another: 'Another order',
  cell: 'Chosen cell',
  changeLabel: 'How far each output moved: a row a layer’s part, a column a position',
  permuteLabel: 'How far the output is from the same vectors in the new order',
  changed: {
    input: 'the input, changed here',
    channels: 'feed-forward, output',
    mixer: 'attention, output',
  },
  permuted: {
    channels: 'feed-forward',
    open: 'attention, no mask',
    mixer: 'attention, as it is',
  },
  short: {
    change: ['input', 'FFN', 'attention'],
    permute: ['FFN', 'unmasked', 'attention'],
  },
  described: (row: string, word: string, value: number) => `${row}, at ${word}: ${formatValue(value)}`,
  changeNote:
    'Length of the difference, as a share of the length of the output. The layer’s input is changed at one position only.',
  permuteNote:
    'Length of the difference between the layer’s output on shuffled input and its shuffled output, as a share. Blank: none.',
  nothing: 'Nothing yet: no text.',
  readsChange: (word: string, by: string, channels: number, mixer: number, count: number) =>
    `With “${by}” in the place of “${word}”, the feed-forward layer’s output moves at ${places(channels)} and that of attention at ${mixer} of the ${count}.`,
  readsSame: (word: string) => `“${word}” stands where it stood: choose another word for its place.`,
  readsPermute: (channels: number, open: number, mixer: number) =>
    `In another order the feed-forward layer gives the same vectors in that order (largest difference ${formatValue(channels)}); so does attention without its mask (${formatValue(open)}). With its mask it does not (${formatValue(mixer)}).`,
  tableCaption: 'By position: how far each output is from where it was, as a share of its length',
} as const;

function places(count: number): string {
  return count === 1 ? 'that one position' : `${count} positions`;
}
