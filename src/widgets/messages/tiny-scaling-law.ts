import { formatDecimals, formatLoss, formatWhole } from '../../viz/numbers.ts';

export const tinyScalingLawMessages = {
  title: 'A scaling law from your own tab',
  rubric: 'Train the family, smallest first, and see whether your points fall on the line.',
  chart: 'Loss over the floor against parameters, both logarithmic',
  parameters: 'parameters without embeddings',
  loss: 'nats over the floor',
  seed: 'Seed',
  train: 'Train the family',
  recorded: (width: number) => `width ${width}`,
  live: (width: number) => `yours, ${width}`,
  point: (whose: string, width: number, parameters: number, loss: number) =>
    `${whose}, width ${width}: ${formatWhole(parameters)} parameters, ${formatLoss(loss)} nats over the floor`,
  whose: { recorded: 'Recorded', live: 'Yours' },
  progress: (width: number, step: number, steps: number) =>
    `width ${width}: step ${formatWhole(step)} of ${formatWhole(steps)}`,
  waiting: 'Nothing has been trained in this tab yet.',
  nothing: 'Nothing yet.',
  missing: 'There is no recorded run on the server.',
  fit: (whose: string, exponent: number, margin: number, rSquared: number, points: number) =>
    `${whose}: exponent ${formatDecimals(exponent, 3)} ± ${formatDecimals(margin, 3)} (95 %), R² ${formatDecimals(rSquared, 3)}, ${points} sizes.`,
  tooFew: 'A fit needs three sizes.',
  tableCaption: 'Loss over the floor by size',
  columns: ['run', 'width', 'parameters', 'nats over the floor'],
  failed: (message: string) => `Training stopped: ${message}`,
} as const;
