import { formatDecimals, formatLoss } from '../../viz/numbers.ts';

export const precisionMessages = {
  title: 'Fewer bits',
  rubric: 'Type a story, and choose how many weights share a scale.',
  text: 'Text',
  group: 'Weights a scale',
  bits: 'Bits',
  defaultText:
    'leo has a red train . rosa has a pink boat . leo wants the pink boat . rosa gives it to him .',
  chart: 'Loss of the text against bits a weight',
  bitsAxis: 'bits a weight, scales included',
  lossAxis: 'nats a token',
  series: 'rounded weights',
  full: (loss: number) => `not rounded ${formatLoss(loss)}`,
  nothing: 'Nothing yet.',
  point: (bits: number, loss: number, error: number) =>
    `${bits} bits: ${formatLoss(loss)} nats a token; the weights moved by ${formatDecimals(100 * error, 1)} %`,
  reads: (full: number, byte: number, nibble: number, two: number) =>
    `Not rounded ${formatLoss(full)} nats a token; 8 bits ${formatLoss(byte)}, 4 bits ${formatLoss(nibble)}, 2 bits ${formatLoss(two)}.`,
  tableCaption: 'Loss by bits',
  columns: ['bits', 'with scales', 'nats a token', 'relative error of the weights'],
} as const;
