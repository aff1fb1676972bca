import { formatMeasured } from '../kit/claim-bars.tsx';
import type { Claim } from '../kit/use-claim.ts';

export const headsVsWidthMessages = {
  title: 'One head or many',
  rubric: 'Choose a number of heads and train it; the recorded runs are above.',
  paper:
    'Vaswani et al. 2017, table 3, rows A: with 1, 4, 8, 16 and 32 heads of the same width together a translator reached 24.9, 25.5, 25.8, 25.8 and 25.4 BLEU on its development set.',
  runs: {
    'heads-1': '1 head',
    'heads-2': '2 heads',
    'heads-4': '4 heads',
    'heads-8': '8 heads',
  },
  reads: (claim: Claim): string =>
    (({ bars: [first] }: Claim) =>
      first ? `${first.what}: ${formatMeasured(first.measured)} ${first.unit}`.trim().concat('.') : '')(
      claim,
    ),
} as const;
