import { formatBytes, formatDecimals, formatTick, formatWhole } from '../../viz/numbers.ts';

const names: Readonly<Record<string, string>> = {
  'dense-domains': 'attention, dense',
  'switch-domains': 'attention, 8 experts',
  'mamba-copying': 'Mamba',
};

export const twoEconomiesMessages = {
  title: 'Two ways to save',
  rubric: 'Make the text longer, and see which of the three has more to keep.',
  length: 'Tokens of the text so far',
  name: (model: string) => names[model] ?? model,
  chart: 'Three models of this book: what they hold, what works, what they keep',
  columns: (length: number) => [
    'parameters',
    'at work on a token',
    `kept after ${formatWhole(length)} tokens`,
    `read ${formatWhole(read)} tokens, here`,
  ],
  parameters: formatTick,
  bytes: formatBytes,
  milliseconds: (value: number) => `${formatDecimals(value, value < 10 ? 1 : 0)} ms`,
  reads: (length: number, ratio: number, attention: number, mamba: number) =>
    `Of the model with experts ${formatDecimals(ratio, 1)} parameters lie ready for each that works. After ${formatWhole(length)} tokens attention keeps ${formatBytes(attention)}, Mamba ${formatBytes(mamba)}.`,
  nothing: 'Nothing yet.',
  tableCaption: 'What three models of this book hold, use and keep',
  tableColumns: ['model', 'parameters', 'at work', 'kept', 'time'],
} as const;

/** Tokens that each model reads where it is timed. */
export const read = 64;
