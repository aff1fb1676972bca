import { formatMeasured } from '../kit/claim-bars.tsx';
import type { Claim } from '../kit/use-claim.ts';

export const recallDistanceMessages = {
  title: 'What is still there',
  rubric: 'Choose how much there is to remember, and train one of the two.',
  paper:
    'Bahdanau et al. 2015 gave a recurrent translator attention because its sentences got worse as they got longer; Arora et al. 2023 made the question a task of pairs that must be recalled.',
  runs: {
    'recall-gru-8': 'GRU, 8 pairs',
    'recall-attention-8': 'transformer, 8 pairs',
    'recall-gru-32': 'GRU, 32 pairs',
    'recall-attention-32': 'transformer, 32 pairs',
  },
  reads: (claim: Claim): string =>
    claim.bars
      .map(({ what, measured }) => `${what}: ${formatMeasured(measured)}`)
      .join('; ')
      .concat('.'),
} as const;
