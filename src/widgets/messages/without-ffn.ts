import { formatMeasured } from '../kit/claim-bars.tsx';
import type { Claim } from '../kit/use-claim.ts';

export const withoutFfnMessages = {
  title: 'What the layer is worth',
  rubric: 'Choose a kind of layer and train it; the recorded runs are above.',
  paper:
    'Vaswani et al. 2017 give every block such a layer, and Geva et al. 2021 find in it what the model remembers. Neither gives one number to compare with: the question is only which curve lies lowest.',
  runs: {
    'ffn-attention-alone': 'attention alone',
    'ffn-linear': 'linear',
    'ffn-relu': 'ReLU',
    'ffn-gelu': 'GELU',
    'ffn-swiglu': 'SwiGLU',
  },
  reads: (claim: Claim): string =>
    (({ bars: [first] }: Claim) =>
      first ? `${first.what}: ${formatMeasured(first.measured)} ${first.unit}`.trim().concat('.') : '')(
      claim,
    ),
} as const;
