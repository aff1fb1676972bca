import { formatLoss, formatTick } from '../../viz/numbers.ts';

export const scalingLawsMessages = {
  title: 'What a budget of compute should buy',
  rubric: 'Move the budget, and compare where each law puts its best size.',
  compute: 'Training FLOPs',
  laws: {
    hoffmann: 'Hoffmann et al. 2022',
    besiroglu: 'Besiroglu et al. 2024',
    kaplan: 'Kaplan et al. 2020',
  },
  valley: 'Loss over model size at this budget',
  frontier: 'Best model size over the budget, and real models',
  valleyTitle: 'All of the budget on one model: its loss by its size',
  frontierTitle: 'The best size by budget',
  parameters: 'parameters',
  nats: 'nats a token',
  budget: 'training FLOPs',
  chosen: 'Place',
  best: (law: string) => `best by ${law}`,
  columns: ['law', 'parameters', 'tokens', 'tokens a parameter', 'predicted loss'],
  tableCaption: 'The best use of the budget, by each law',
  none: 'not given',
  nothing: 'Nothing yet.',
  point: (law: string, parameters: number, loss: number) =>
    `${law}: ${formatTick(parameters)} parameters, predicted loss ${formatLoss(loss)}`,
  model: (name: string, operations: number, parameters: number) =>
    `${name}: ${formatTick(parameters)} parameters for ${formatTick(operations)} FLOPs`,
  reads: (budget: number, one: number, tokens: number, other: number) =>
    `For ${formatTick(budget)} FLOPs the refit of Besiroglu et al. asks for ${formatTick(one)} parameters and ${formatTick(tokens)} tokens; Kaplan et al. would have built ${formatTick(other)} parameters.`,
} as const;
