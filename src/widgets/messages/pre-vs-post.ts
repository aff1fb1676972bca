import { formatMeasured } from '../kit/claim-bars.tsx';
import type { Claim } from '../kit/use-claim.ts';

export const preVsPostMessages = {
  title: 'Before the part, or after the sum',
  rubric: 'Choose where the norm stands and train eight layers; the recorded runs are above.',
  paper:
    'Xiong et al. 2020: at the start of training the gradient of the last feed-forward layer shrinks like one over the root of the number of layers with the norm before the part, and does not depend on it with the norm after the sum.',
  runs: { 'norm-pre-ln': 'before the part', 'norm-post-ln': 'after the sum' },
  reads: (claim: Claim): string =>
    (({ bars: [first] }: Claim) =>
      first ? `${first.what}: ${formatMeasured(first.measured)} ${first.unit}`.trim().concat('.') : '')(
      claim,
    ),
} as const;
