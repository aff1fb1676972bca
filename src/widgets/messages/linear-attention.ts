import { readBars } from '../kit/claim-bars.tsx';
import type { Claim } from '../kit/use-claim.ts';

export const linearAttentionMessages = {
  title: 'Cheaper, and what it forgets',
  rubric: 'Choose what is drawn: loss, operations, or what is kept; then train one kind yourself.',
  paper:
    'Katharopoulos et al. 2020 write attention without its softmax as a sum of fixed size, with linear cost; Arora et al. 2023 show that what such sums lose first is recall of single pairs.',
  runs: {
    'cheap-full': 'full',
    'cheap-linear': 'linear',
    'cheap-latent': 'latent',
    'cheap-local': 'local',
    'cheap-strided': 'strided',
    'cheap-global': 'global',
    'cheap-blocks': 'blocks',
  },
  reads: (claim: Claim): string => readBars(claim.bars),
} as const;
