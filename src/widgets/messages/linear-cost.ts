import { formatBytes, formatDecimals, formatTick, formatWhole } from '../../viz/numbers.ts';

export const linearCostMessages = {
  title: 'What a longer text costs',
  rubric: 'Choose what is counted or timed, and read the slopes.',
  what: 'Over the length of the text',
  whats: {
    time: 'measured time to read it',
    mixing: 'operations between positions',
    decode: 'operations for one token more',
    memory: 'bytes kept while writing',
  },
  units: {
    time: 'ms',
    mixing: 'operations',
    decode: 'operations',
    memory: 'bytes',
  },
  kinds: { attention: 'attention', mamba: 'Mamba', hyena: 'Hyena' },
  again: 'Measure again',
  length: 'tokens',
  chart: (what: string) => `${what}, over the length of the text`,
  pointRead: (kind: string, length: number, value: string) =>
    `${kind}, ${formatWhole(length)} tokens: ${value}`,
  value: (what: 'time' | 'mixing' | 'decode' | 'memory', value: number) =>
    what === 'time'
      ? `${formatDecimals(value, value < 10 ? 1 : 0)} ms`
      : what === 'memory'
        ? formatBytes(value)
        : formatTick(value),
  slopeLabel: 'Slope over the last two doublings',
  slope: (value: number) => formatDecimals(value, 2),
  columns: ['', 'time', 'between positions', 'one token more', 'kept'],
  note: 'Untrained models of two layers of width 64: time and operations do not depend on what the weights are. Counted by the same arithmetic as the parameter calculator; times are the best of three on this machine, all layers and maps included. A slope of 1 is linear, of 2 quadratic, of 0 constant.',
  paper:
    'Poli et al. 2023 measure Hyena at twice the speed of optimised attention at a length of 8K, and at a hundred times at 64K.',
  reads: (what: string, slopes: readonly (readonly [kind: string, slope: number])[]) =>
    `${what.slice(0, 1).toUpperCase()}${what.slice(1)}: ${slopes
      .map(([kind, slope]) => `${kind} grows with the length to the power ${formatDecimals(slope, 2)}`)
      .join(', ')}.`,
  nothing: 'Nothing measured yet.',
  tableCaption: 'By length: time, operations between positions, operations for one token more, bytes kept',
  tableColumns: ['model', 'tokens', 'ms', 'between positions', 'one token more', 'bytes kept'],
} as const;
