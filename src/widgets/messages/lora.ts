import { readBars } from '../kit/claim-bars.tsx';
import type { Claim } from '../kit/use-claim.ts';

export const loraMessages = {
  title: 'Thin matrices beside fixed ones',
  rubric: 'Choose a town and how much may learn, and adapt the shipped model in this tab.',
  paper:
    'Hu et al. 2022 adapt GPT-3 with 4.7 million parameters in the place of 175 billion: better than full fine-tuning on two of their three tasks, and 0.4 points behind on the third.',
  runs: {
    'lora-3-after': 'rank 3, after',
    'lora-3-mirror': 'rank 3, mirror',
    'lora-1-after': 'rank 1, after',
    'lora-1-mirror': 'rank 1, mirror',
    'full-after': 'all, after',
    'full-mirror': 'all, mirror',
  },
  reads: (claim: Claim): string => readBars(claim.bars.slice(0, 3)),
} as const;
