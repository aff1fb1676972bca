import { formatExact, formatWhole } from '../../viz/numbers.ts';

export type WindowModel = 'gpt2-toytown' | 'mistral-toytown';

const names: Readonly<Record<WindowModel, string>> = {
  'gpt2-toytown': 'GPT-2 style',
  'mistral-toytown': 'Mistral style',
};

export const slidingWindowMessages = {
  title: 'How far back a window reaches through layers',
  rubric: 'Narrow the window. A square is inked where changing that word changes the last position.',
  emptyRubric: 'Type a story.',
  text: 'Text, press to edit',
  defaultText:
    'mia and tom are in the garden . mia has a red ball . tom has nothing . tom wants the red ball . mia gives it to him . now tom has the red ball and mia has nothing .',
  placeholder: 'mia has a …',
  model: 'Model',
  modelName: (model: WindowModel) => names[model],
  window: 'Window, in words',
  all: 'all',
  cell: 'Chosen square',
  gridLabel: 'What the last position feels of each word, layer by layer',
  embedding: 'embedding',
  layer: (layer: number) => `layer ${layer}`,
  cellRead: (word: string, back: number, layer: string, change: number) =>
    change === 0
      ? `${layer}: “${word}”, ${back} words back, is not felt: the change is exactly 0`
      : `${layer}: “${word}”, ${back} words back, changes the vector by ${formatExact(change)}`,
  sumLabel: 'After all layers',
  sum: (layers: number, window: number, exact: number, paper: number, measured: number) =>
    `${layers} × (${window} − 1) = ${exact} words back; ${layers} × ${window} = ${paper} by the usual count; measured here: ${measured}`,
  sumAll: 'Without a window every layer reaches the first word.',
  reads: (window: number | null, layers: number, measured: number, words: number) =>
    window === null
      ? `Without a window the last word feels every one of the ${formatWhole(words)} words, already after the first layer.`
      : `With a window of ${window}, each layer adds ${window - 1} words: after ${layers} layers the last word feels what was changed ${measured} words back, and nothing beyond.`,
  nothing: 'Nothing yet: no text.',
  legend: 'ink: by square root, each layer to its own largest change',
  tableCaption: 'How far the vector at the last position moves when one word is changed, by layer',
  word: 'word',
} as const;
