import { formatWhole } from '../../viz/numbers.ts';
import { formatMeasured, readBars } from '../kit/claim-bars.tsx';
import type { Claim } from '../kit/use-claim.ts';

export const inductionExtrapolationMessages = {
  title: 'Far beyond the length of training',
  rubric: 'Read what is left of each at longer texts, then train one of them.',
  paper:
    'Gu and Dao 2023, table 2: Mamba, trained on texts of 256 tokens, answers right up to a million; forms of attention at most at twice the length of their training.',
  runs: {
    'trigger-mamba': 'Mamba',
    'trigger-learned': 'attention, learned positions',
    'trigger-rotary': 'attention, rotary positions',
  },
  live: 'The shipped Mamba, trained at 64 tokens, run in this tab on new texts',
  chart: 'Share of right answers over the length of the text',
  length: 'tokens of the text',
  share: 'share of right answers',
  chance: 'by chance',
  model: 'Mamba, this tab',
  pointRead: (length: number, share: number, texts: number) =>
    `${formatWhole(length)} tokens: ${formatMeasured(share)} right of ${texts} texts`,
  readsLive: (length: number, share: number) =>
    `On texts of ${formatWhole(length)} tokens the shipped Mamba answers ${Math.round(100 * share)} % right. `,
  reads: (claim: Claim): string => readBars(claim.bars),
} as const;
