import { formatDecimals, formatLoss, formatWhole } from '../../viz/numbers.ts';

export const balanceMessages = {
  title: 'A router that collapses, and what cures it',
  rubric:
    'Train without the balancing term, watch the busiest expert, then switch the term on while it trains.',
  paper:
    'Shazeer et al. 2017 saw routers send nearly everything to the same few experts; Fedus et al. 2022 add one term to the loss, with a weight of 0.01, large enough to balance and small enough not to disturb.',
  weight: 'Weight of the balancing term, α',
  seed: 'Seed',
  chart: 'The busiest expert of either layer over steps, as a multiple of an even share',
  steps: 'steps',
  shares: 'tokens of the busiest expert, even shares',
  recorded: (name: string) => `recorded: ${name}`,
  roomLabel: 'An expert takes',
  rooms: { all: 'all that come', limited: '1.25 even shares' },
  run: (room: 'all' | 'limited', weights: readonly string[]) =>
    `your run, ${room === 'all' ? 'no capacity' : 'a capacity of 1.25'}, α ${weights.join(', then ')}`,
  even: 'an even share',
  pointRead: (series: string, step: number, share: number) =>
    `${series}, step ${formatWhole(step)}: ${formatDecimals(share, 2)} even shares`,
  load: (step: number, layer: number) => `Layer ${layer} at step ${formatWhole(step)}, on held-out texts`,
  loadNone: 'The experts’ loads appear here once you train.',
  loadLabel: 'Tokens of each expert, by kind of text',
  loadRead: (expert: number, kind: string, count: number) =>
    `Expert ${expert}: ${formatWhole(count)} tokens of ${kind}`,
  room: 'room for',
  turnedAway: 'turned away',
  reads: (step: number, share: number, dropped: number, loss: number, floor: number | null) =>
    `Step ${formatWhole(step)}: the busiest expert is asked for ${formatDecimals(share, 1)} even shares, and ${Math.round(100 * dropped)} % of the tokens find their expert full. The loss is ${formatLoss(loss)} nats a token${floor === null ? '' : `, ${formatLoss(Math.max(0, loss - floor))} over the floor`}.`,
  readsRecorded: (name: string, most: number, step: number, last: number) =>
    `Recorded, ${name}: the busiest expert has at most ${formatDecimals(most, 1)} even shares, at step ${formatWhole(step)}, and ${formatDecimals(last, 1)} at the end.`,
  readsNone: 'No recorded run yet: train one.',
  tableCaption: 'The busiest expert over steps, as a multiple of an even share',
  columns: ['run', 'step', 'even shares', 'turned away'],
} as const;
