import { formatDecimals, formatLoss } from '../../viz/numbers.ts';

export const positionsMessages = {
  title: 'Where order comes from',
  rubric: 'Give the same weights another way to know positions, and shift the text.',
  emptyRubric: 'Type some words.',
  text: 'Text, press to edit',
  placeholder: 'mia has a …',
  defaultText: 'rosa has a pink boat . leo has nothing . leo wants the pink boat . rosa gives it to',
  kind: 'Positions',
  kinds: {
    learned: 'learned',
    none: 'none',
    sinusoidal: 'sinusoidal',
    rotary: 'rotary (RoPE)',
    alibi: 'ALiBi',
  },
  shift: 'The first word stands at position',
  layer: 'Layer',
  head: 'Head',
  cell: 'Chosen square',
  mapLabel: (kind: string) => `Attention with positions: ${kind}`,
  cellRead: (query: string, key: string, weight: number) =>
    `${query} looks at ${key}: ${formatDecimals(weight, 2)}`,
  linesLabel: 'How far the scores move when the whole text is shifted',
  axes: { shift: 'shifted by so many positions', moved: 'largest change of a score' },
  pointRead: (series: string, shift: number, moved: number) =>
    `${series}, shifted by ${shift}: ${moved < 1e-4 ? 'under 0.0001' : formatDecimals(moved, 4)}`,
  loss: 'loss of the text with these positions',
  lossTrained: 'as trained',
  note: 'The weights are those of the shipped model, which learned with a table of positions; no other way was trained. The loss says what it is like to take it away.',
  linesNote: 'Nothing below 0.0001 is drawn lower: that is rounding.',
  nothing: 'Nothing yet: no text.',
  reads: (kind: string, shift: number, moved: number, loss: number, trained: number) =>
    `With positions ${kind}, shifting the text by ${shift} moves its scores by ${moved < 1e-4 ? 'nothing but rounding' : `up to ${formatDecimals(moved, 2)}`}. The loss is ${formatLoss(loss)}; with its own positions, unshifted, ${formatLoss(trained)}.`,
  tableCaption: 'Largest change of any score in layer 1, by shift',
} as const;
