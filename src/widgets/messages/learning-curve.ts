import { formatLoss, formatWhole } from '../../viz/numbers.ts';

export const learningCurveMessages = {
  title: 'How it learned',
  rubric: 'Drag the mark to an earlier step, or train one yourself.',
  step: 'Step',
  seed: 'Seed',
  chartLabel: 'Loss over training steps',
  recorded: 'recorded run',
  live: 'your run',
  train: 'Train in this tab',
  writes: (step: number) => `What the model at step ${formatWhole(step)} writes`,
  nothing: 'Nothing yet: the curve is on its way.',
  missing: 'The recorded curve of this model is not on the server.',
  missingAdvice: 'The rest of the page works. Reload the page to try again.',
  noFloor: '',
  reads: (step: number, last: number, loss: number, floor: number | null) =>
    `At step ${formatWhole(step)} of ${formatWhole(last)} the loss is ${formatLoss(loss)} nats a token${
      floor === null
        ? ''
        : `, ${formatLoss(Math.max(0, loss - floor))} over the floor of the stories that it read there`
    }.`,
  readsLive: (step: number, loss: number, floor: number | null) =>
    ` Your run stands at step ${formatWhole(step)}: ${formatLoss(loss)} nats${
      floor === null ? '' : `, ${formatLoss(Math.max(0, loss - floor))} over the floor`
    }.`,
  speed: (tokens: number) => `${formatWhole(Math.round(tokens))} tokens/s`,
  failed: (message: string) => `Training stopped: ${message}`,
  tableCaption: 'Loss and floor by step, in nats a token',
  columns: ['step', 'loss', 'floor'],
  text: '<story>',
} as const;
