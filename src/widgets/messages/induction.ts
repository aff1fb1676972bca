import { formatWeight, formatWhole, spokenWeight } from '../../viz/numbers.ts';
import { formatMeasured } from '../kit/claim-bars.tsx';
import type { Claim } from '../kit/use-claim.ts';

export const inductionMessages = {
  title: 'Two heads that work together',
  rubric:
    'Move through the training of the shipped model, press a head to switch it off, or train one below.',
  paper:
    'Olsson et al. 2022: in models of two layers and more induction heads form in a short stretch of training, in which the loss falls sharply; in models of one layer they do not.',
  runs: { 'induction-2l': 'two layers', 'induction-1l': 'one layer' },
  step: 'After so many steps of training',
  last: 'the end',
  text: 'Other tokens',
  textSeed: 'Tokens',
  off: 'Heads switched off',
  mapLabel: (layer: number, head: number) => `Layer ${layer}, head ${head}, on random tokens that repeat`,
  cellRead: (query: number, key: number, weight: number) =>
    `position ${query + 1} looks at position ${key + 1}: ${spokenWeight(weight)}`,
  layer: (layer: number) => `layer ${layer}`,
  headLabel: (layer: number, head: number, score: number, off: boolean) =>
    `Layer ${layer}, head ${head}, prefix-matching score ${formatWeight(score)}${off ? ', off' : ''}`,
  columns: ['head', 'on the one before', 'prefix matching', ''],
  show: 'show',
  shown: 'shown',
  switchOff: (layer: number, head: number) => `Switch off layer ${layer}, head ${head}`,
  offShort: 'off',
  right: 'Right tokens in the repetition',
  legend:
    'The block stands twice; an induction head draws a stripe where the second meets the first, one place on.',
  readsHeads: (step: number | null, layer: number, head: number, score: number, right: number) =>
    `${step === null ? 'At the end of training' : `After ${formatWhole(step)} steps`} the best head, head ${head} of layer ${layer}, has a prefix-matching score of ${formatWeight(score)}, and ${spokenWeight(right)} of the repetition is told rightly. `,
  reads: (claim: Claim): string => {
    const [first] = claim.bars;
    return first ? `Recorded: ${first.what}, ${formatMeasured(first.measured)}.` : '';
  },
} as const;
