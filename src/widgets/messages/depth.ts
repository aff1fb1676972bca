import { formatMeasured } from '../kit/claim-bars.tsx';
import type { Claim, ClaimView } from '../kit/use-claim.ts';

/** Beyond it the first gradient was 0, and the record has put the smallest number of 32 bits in its place. */
const largestFloat = 2 ** 128;

export const depthMessages = {
  title: 'How deep it can be',
  rubric: 'Choose what is left in, and train sixteen layers; the recorded runs are above.',
  paper:
    'He et al. 2016: on CIFAR-10 a plain network of 56 layers has a higher error than one of 20, in training too; with residual connections the deeper one is better.',
  runs: {
    'depth-residuals-and-norm': 'residuals and norm',
    'depth-residuals-alone': 'residuals alone',
    'depth-norm-alone': 'norm alone',
    'depth-neither': 'neither',
  },
  reads: (_claim: Claim, view: ClaimView | undefined): string => {
    const ratios = (view?.bars ?? []).filter(({ unit }) => unit === 'times');
    const times = (measured: number | null) =>
      (measured ?? 0) > largestFloat ? 'without bound, as the first is 0' : formatMeasured(measured);
    const told = ratios.map(({ what, measured }) => `${what.split(':')[0]}, ${times(measured)}`);
    return view === undefined
      ? ''
      : `${view.label}. The gradient of the last layer over that of the first: ${told.join('; ')}.`;
  },
} as const;
