import { formatDecimals, formatLoss } from '../../viz/numbers.ts';

const percent = (share: number) => `${Math.round(100 * share)} %`;

export const mergeMessages = {
  title: 'Two models, averaged',
  rubric: 'Adapt the shipped model to two towns in this tab, then move the slider from one to the other.',
  share: 'Share of the second model',
  shareName: percent,
  seed: 'Seed',
  train: 'Adapt both',
  again: 'Adapt both again',
  stop: 'Stop',
  progress: (done: number, all: number) => `step ${done} of ${all}`,
  towns: { after: 'colour after', mirror: 'words changed' },
  recorded: (town: string) => `${town}, recorded`,
  chart: 'Loss in each town over the share of the second model in the average',
  shareAxis: 'share of the second model',
  lossAxis: 'nats a token',
  point: (name: string, share: number, loss: number) =>
    `${name}, ${percent(share)} of the second model: ${formatLoss(loss)} nats a token`,
  columns: ['', 'town with the colour after', 'town with words changed'],
  rows: (share: number) =>
    ({
      base: 'as shipped',
      after: 'adapted to the first',
      average: `average, ${percent(share)} of the second`,
      mirror: 'adapted to the second',
    }) as const,
  tableCaption: 'Loss in both towns by the share of the second model, in nats a token',
  tableColumns: ['whose', 'share of the second', 'colour after', 'words changed'],
  whose: { recorded: 'recorded', own: 'yours' },
  loss: (value: number) => formatDecimals(value, 3),
  nothing: 'Nothing yet.',
  readsRecorded: (after: number, mirror: number) =>
    `Recorded: half and half loses ${formatLoss(after)} nats a token in the one town and ${formatLoss(mirror)} in the other, each model alone about half of that in its own.`,
  reads: (share: number, after: number, mirror: number, base: { after: number; mirror: number }) =>
    `With ${percent(share)} of the second model the average loses ${formatLoss(after)} nats a token where the colour stands after, and ${formatLoss(mirror)} where words have changed places; the model as it was shipped loses ${formatLoss(base.after)} and ${formatLoss(base.mirror)}.`,
  failed: (message: string) => ` Training stopped: ${message}`,
} as const;
