import { readBars } from '../kit/claim-bars.tsx';
import type { Claim } from '../kit/use-claim.ts';

export const mixtureOfDepthsMessages = {
  title: 'Layers that some words go by',
  rubric: 'Choose how many words may pass through every second layer, and train that model.',
  paper:
    'Raposo et al. 2024 let an eighth of the tokens pass through every second block; such models match the ordinary ones at equal training operations, take a fraction of the operations a pass, and can be upwards of 50 % faster a step while they write.',
  runs: {
    'depths-all-pass': 'all pass',
    'depths-half-pass': 'half pass',
    'depths-an-eighth-passes': 'an eighth passes',
    'depths-two-layers': 'two layers',
  },
  reads: (claim: Claim): string => readBars(claim.bars.slice(1, 5)),
} as const;
