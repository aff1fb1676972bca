import { formatExact, formatWhole } from '../../viz/numbers.ts';

const small = (difference: number): string => (difference === 0 ? '0' : difference.toExponential(1));

export const threeFormsMessages = {
  title: 'Three forms of one computation',
  rubric: 'Choose a channel: the three forms are computed anew from the live model’s numbers, and compared.',
  layer: 'Layer',
  channel: 'Channel',
  seed: 'Text drawn',
  another: 'Another text',
  cell: 'Chosen cell',
  matrix: 'The matrix: how much of each token arrives at each later one',
  matrixLabel: (layer: number, channel: number) =>
    `The implied matrix of channel ${channel} in layer ${layer}`,
  from: 'from token',
  cellRead: (to: number, toWord: string, from: number, fromWord: string, value: number) =>
    `At token ${to}, “${toWord}”: of token ${from}, “${fromWord}”, ${formatExact(value)} arrives`,
  forms: {
    recurrence: 'step by step',
    scan: 'parallel scan',
    matrix: 'matrix',
  },
  columns: ['form', 'must wait', 'furthest from step by step', 'furthest from the model'],
  waits: {
    recurrence: (time: number) => `${formatWhole(time)} steps`,
    scan: (rounds: number) => `${rounds} rounds`,
    matrix: (entries: number) => `1 round, ${formatWhole(entries)} entries`,
  },
  difference: small,
  reads: (layer: number, channel: number, time: number, rounds: number, among: number, model: number) =>
    `Channel ${channel} of layer ${layer} over ${time} tokens: the three forms differ by at most ${small(among)} among themselves and by ${small(model)} from what the model says. One waits ${time} steps, one ${rounds} rounds, one not at all.`,
  nothing: 'Nothing yet.',
  note: 'The forms are computed in double precision, from step, maps and input of the model; the model computes in single precision. Its own output is read with and without C, since it also passes its input straight through.',
  tableCaption: 'The output of the channel, token by token',
  tableColumns: ['token', 'step by step', 'parallel scan', 'matrix', 'model'],
} as const;
