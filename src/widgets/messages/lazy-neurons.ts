import { formatDecimals, formatLoss, formatValue, formatWhole } from '../../viz/numbers.ts';

export type LazyModel = 'gpt2-toytown' | 'trained';

const names: Readonly<Record<LazyModel, string>> = {
  'gpt2-toytown': 'shipped, GELU',
  trained: 'yours, ReLU',
};

const percent = (share: number) => `${formatDecimals(100 * share, share < 0.1 ? 1 : 0)} %`;

export const lazyNeuronsMessages = {
  title: 'How many neurons work',
  rubric: 'Choose what share of the neurons is kept for each word; train a model with ReLU to compare.',
  text: 'Text',
  model: 'Model',
  modelName: (model: LazyModel) => names[model],
  share: 'Neurons kept',
  shareName: (value: number) => `1 in ${formatWhole(value)}`,
  defaultText:
    'clara and finn are in the tower . finn has a purple kite . clara wants the purple kite . finn gives it to her . now clara has the purple kite and finn has nothing .',
  chart: 'Loss of the text over the share of neurons that is kept',
  shareAxis: 'share of neurons kept',
  lossAxis: 'nats a token',
  live: 'this text',
  recorded: 'ReLU, held-out stories, recorded',
  point: (name: string, share: number, loss: number) =>
    `${name}: ${percent(share)} kept, ${formatLoss(loss)}`,
  nothing: 'Nothing yet.',
  reads: (model: LazyModel, zeros: number, share: number, loss: number, full: number) =>
    `In the model (${names[model]}) ${percent(zeros)} of the activations are exactly 0 on this text. With the strongest ${percent(
      share,
    )} of each layer and word the text costs ${formatLoss(loss)} nats a token, ${formatValue(loss - full)} more than with all.`,
  untrained: 'Train the model with ReLU first: it takes the same steps as the recorded one.',
  train: 'Train the model with ReLU',
  stop: 'Stop',
  progress: (step: number, steps: number) => `step ${formatWhole(step)} of ${formatWhole(steps)}`,
  tableCaption: 'Loss by the share that is kept',
  columns: ['share kept', 'nats a token'],
} as const;
