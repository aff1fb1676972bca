import { formatDecimals, formatValue } from '../../viz/numbers.ts';

export const scalingBySqrtDMessages = {
  title: 'What the division is for',
  rubric: 'Move the size of a head, and see what becomes of a row of weights.',
  size: 'Numbers in a query',
  keys: 'Keys',
  seed: 'Seed',
  another: 'Other vectors',
  quantity: 'What is drawn',
  quantities: { entropy: 'entropy of a row', gradient: 'gradient through it' },
  axes: {
    size: 'numbers in a query and a key, d',
    entropy: 'entropy, as a share of the largest',
    gradient: 'length of the derivative of the weights by the scores',
  },
  scaled: 'divided by √d',
  unscaled: 'as it is',
  shortRows: ['÷ √d', 'as it is'],
  chartLabel: (what: string) => `${what} over the size of a head, with the scale and without`,
  pointRead: (series: string, size: number, value: number) =>
    `${series}, d = ${size}: ${formatDecimals(value, 3)}`,
  rowsLabel: 'The weights of the first query, with the scale and without, the largest first',
  rowRead: (series: string, rank: number, weight: number) =>
    `${series}, key ${rank} by weight: ${formatDecimals(weight, 3)}`,
  rows: (size: number) => `One row of weights at d = ${size}, the largest first`,
  nothing: 'Nothing yet.',
  reads: (size: number, spread: number, scaled: number, unscaled: number, top: number) =>
    `At d = ${size} the scores spread by ${formatValue(spread)}. Divided by √d a row keeps ${formatDecimals(100 * scaled, 0)} % of the largest entropy; as it is, ${formatDecimals(100 * unscaled, 0)} %, and its largest weight is ${formatValue(top)} on the average.`,
  tableCaption: 'By size: means over all queries',
  columns: ['d', 'entropy, scaled', 'entropy, as it is', 'gradient, scaled', 'gradient, as it is'],
} as const;
