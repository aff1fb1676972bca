import { formatDecimals, formatLoss } from '../../viz/numbers.ts';

export const gradientDescentMessages = {
  title: 'Downhill',
  rubric: 'Drag the red start, and move the learning rate until it no longer arrives.',
  slope: 'slope',
  height: 'height',
  start: 'Start',
  startName: 'start of the descent',
  rate: 'Learning rate',
  steps: 'Steps',
  map: 'Loss over slope and height, with the path of the descent',
  fit: 'The line after the last step, through the points',
  mapTitle: 'Loss of every line, from above',
  fitTitle: 'The line after the last step',
  tableCaption: 'The path of the descent',
  columns: ['step', 'slope', 'height', 'loss'],
  nothing: 'Nothing yet.',
  least: 'least possible loss',
  reads: (steps: number, loss: number, least: number, arrives: boolean) => {
    const at = `After ${steps} ${steps === 1 ? 'step' : 'steps'} the loss is ${
      loss > 1e4 ? 'over 10,000' : formatLoss(loss)
    }; the least possible is ${formatLoss(least)}.`;
    return arrives ? at : `${at} At this rate each step overshoots by more than it gains.`;
  },
  table: 'The descent',
  gradient: 'gradient at the start',
  pair: (one: number, other: number) => `(${formatDecimals(one, 2)}, ${formatDecimals(other, 2)})`,
  startLoss: 'loss at the start',
  endLoss: 'loss at the end',
} as const;
