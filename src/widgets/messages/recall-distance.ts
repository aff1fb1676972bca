import { readBars } from '../kit/claim-bars.tsx';
import type { Claim } from '../kit/use-claim.ts';

export const recallDistanceMessages = {
  title: 'What is still there',
  rubric: 'Choose how much there is to remember, and train one of the two.',
  paper:
    'Bahdanau et al. 2015 gave a recurrent translator attention because its sentences got worse as they got longer; Arora et al. 2023 made the question a task of pairs that must be recalled.',
  runs: {
    'recall-gru-8': { label: 'GRU, 8 pairs', pairs: 8 },
    'recall-attention-8': { label: 'transformer, 8 pairs', pairs: 8 },
    'recall-gru-32': { label: 'GRU, 32 pairs', pairs: 32 },
    'recall-attention-32': { label: 'transformer, 32 pairs', pairs: 32 },
  },
  reads: (claim: Claim): string => readBars(claim.bars),
} as const;
