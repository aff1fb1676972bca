import { formatExact, formatLoss, formatTick, formatValue, formatWhole } from '../../viz/numbers.ts';

export type FilterModel = 'shipped' | 'own';

const models: Readonly<Record<FilterModel, string>> = {
  shipped: 'as shipped',
  own: 'your own, two layers',
};

export const longFilterMessages = {
  title: 'A filter as long as the text',
  rubric: 'Drag the points of the filter, let it fade or cut it short, and see what the model loses.',
  text: 'Text',
  defaultText:
    'clara and finn are in the tower . finn has a purple kite . clara wants the purple kite . finn gives it to her . now clara has the purple kite',
  model: 'Model',
  modelName: (model: FilterModel) => models[model],
  layer: 'Layer',
  channel: 'Channel',
  decay: 'Fades with each lag, in every channel',
  cut: 'Lags that are kept, in every channel',
  edits: 'Points moved by hand',
  seed: 'Seed',
  train: 'Train it on Toytown',
  again: 'Train it again',
  stop: 'Stop',
  undo: 'As the model wrote it',
  progress: (step: number, steps: number) => `step ${formatWhole(step)} of ${formatWhole(steps)}`,
  names: ['filter, by lag', 'what comes in, token by token', 'what goes out'] as const,
  chart: (layer: number, channel: number) =>
    `Layer ${layer}, channel ${channel}: the filter, what comes in and what goes out`,
  read: (row: number, column: number, value: number) =>
    `${row === 0 ? `lag ${column}` : `token ${column + 1}, ${row === 1 ? 'in' : 'out'}`}: ${formatValue(value)}`,
  columns: (tokens: number) => ['', `${formatWhole(tokens)} tokens`, '1,024 tokens', '65,536 tokens'],
  direct: 'the sum, as it is defined',
  fourier: 'by the fast Fourier transform',
  operations: (value: number) => formatTick(value),
  untrained:
    'This model has its first weights and has learned nothing yet: its filters are what a network drawn at random writes. Train it, 120 steps on Toytown stories in this tab.',
  trained: 'Trained in this tab for 120 steps on Toytown stories: far from what more training would give.',
  shippedNote: 'The shipped Hyena, trained on Toytown stories.',
  reads: (
    layer: number,
    channel: number,
    loss: number,
    changed: number,
    moved: number,
    says: string,
    now: string,
    apart: number,
  ) =>
    `Layer ${layer}, channel ${channel}: the sum and the transform ${
      apart === 0
        ? 'agree to the last bit of single precision'
        : `differ by at most ${apart.toExponential(1)}`
    }. ${
      moved === 0
        ? `With its own filters the model loses ${formatLoss(loss)} nats a token on this text, and would go on with “${says}”.`
        : `With the changed filter the text costs ${formatLoss(changed)} nats a token in the place of ${formatLoss(loss)}; the logits move by up to ${formatValue(moved)}, and the likeliest next word is “${now}”${now === says ? ' still' : `, not “${says}”`}.`
    }`,
  nothing: 'Nothing yet.',
  tableCaption: 'The chosen channel: filter by lag, and what comes in and goes out by token',
  tableColumns: [
    'lag or token',
    'filter as written',
    'filter now',
    'in',
    'out, by the sum',
    'out, by the transform',
  ],
  exact: formatExact,
  failed: (message: string) => ` Training stopped: ${message}`,
} as const;
