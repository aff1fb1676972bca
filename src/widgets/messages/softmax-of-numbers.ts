import { formatDecimals, spokenWeight } from '../../viz/numbers.ts';

export const softmaxOfNumbersMessages = {
  title: 'Softmax of your own numbers',
  rubric: 'Type numbers, with spaces or commas between them.',
  numbers: 'Numbers',
  temperature: 'Temperature',
  placeholder: '2 1 0',
  bars: 'Their softmax',
  letters: 'abcdefghijkl',
  columnScore: 'z',
  columnPower: 'e^z',
  columnShare: 'share',
  divided: 'z ÷ T',
  total: 'sum',
  tableCaption: 'Softmax, step by step',
  columns: ['', 'z', 'z ÷ T', 'e^(z ÷ T)', 'share'],
  tooFew: 'Two numbers at least, twelve at most; this is not a row of numbers yet.',
  huge: '> 10^300',
  tiny: '< 0.001',
  reads: (best: string, share: number, ratio: number) =>
    `The largest, ${best}, gets ${spokenWeight(share)} of the whole: ${formatDecimals(ratio, 2)} times as much as the next.`,
  readsFar: (best: string, share: number) =>
    `The largest, ${best}, gets ${spokenWeight(share)} of the whole: more than a thousand times as much as the next.`,
  nothing: 'Nothing yet.',
} as const;
