import { formatValue, formatWhole } from '../../viz/numbers.ts';

export const neuronsMessages = {
  title: 'What a neuron fires on',
  rubric: 'Choose a neuron. Then set it by hand, and see what the model says.',
  emptyRubric: 'Type some words.',
  text: 'Text, press to edit',
  placeholder: 'mia has a …',
  defaultText: 'leo has a red train . rosa has nothing . leo gives the red train to',
  layer: 'Layer',
  neuron: 'Neuron',
  set: 'Set it by hand',
  value: 'To',
  picky: 'The choosiest of this layer',
  pickyNote: 'Choosy: most of what it gives, it gives on one word.',
  contexts: (stories: number) =>
    `Where it gives the most, in ${stories} stories that the model never learned from`,
  byWord: 'By word: the mean of what it gives there',
  share: (share: number) =>
    `It gives more than a tenth of its most on ${formatWhole(Math.round(100 * share))} % of the words.`,
  own: 'On your text',
  barsLabel: 'The next word: the most likely words and their probabilities',
  bars: 'The next word',
  asIs: 'as it is',
  byHand: 'set by hand',
  writes: 'What it writes next, the likeliest word each time',
  unchanged: 'not set',
  scanning: 'Reading stories …',
  nothing: 'Nothing yet: no text.',
  reads: (layer: number, neuron: number, top: string, most: number, share: number) =>
    `Neuron ${neuron} of layer ${layer} gives the most, ${formatValue(most)}, on “${top}”; it is awake on ${formatWhole(Math.round(100 * share))} % of the words.`,
  readsSet: (value: number, before: string, after: string) =>
    before === after
      ? ` Set to ${formatValue(value)} at every word, the likeliest next word stays “${before}”.`
      : ` Set to ${formatValue(value)} at every word, the likeliest next word changes from “${before}” to “${after}”.`,
  tableCaption: (layer: number, neuron: number) =>
    `Neuron ${neuron} of layer ${layer}: where it gives the most`,
  columns: ['activation', 'word', 'before it', 'after it'],
} as const;
