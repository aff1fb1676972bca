import { formatLoss, formatValue } from '../../viz/numbers.ts';

export const headAblationMessages = {
  title: 'Switching heads off',
  rubric: 'Press a head to switch it off. Press again, and it is back.',
  emptyRubric: 'Type some words.',
  text: 'Text, press to edit',
  placeholder: 'mia has a …',
  defaultText:
    'leo has a red train . rosa has nothing . leo gives the red train to rosa . now rosa has the red train and leo has nothing .',
  off: 'Heads switched off',
  layer: (layer: number) => `layer ${layer}`,
  headLabel: (layer: number, head: number, cost: number | null, off: boolean) =>
    `Layer ${layer}, head ${head}${cost === null ? '' : `, ${spokenCost(cost)} when it alone is off`}${off ? ', off' : ''}`,
  cost: (cost: number | null) => (cost === null ? '…' : `${cost > 0.0005 ? '+' : ''}${formatLoss(cost)}`),
  costNote: 'The number in a square: what the loss of the text rises by when this head alone is off.',
  none: 'All on',
  all: 'All off',
  loss: 'loss, as trained',
  lossChanged: 'loss, with these off',
  sumAlone: 'the sum of their costs alone',
  unchanged: 'none is off',
  writes: 'What it writes next, the likeliest word each time',
  asTrained: 'as trained',
  changed: 'with these off',
  nothing: 'Nothing yet: no text.',
  reads: (count: number, plain: number, changed: number, dearest: string, cost: number) =>
    count === 0
      ? `All heads are on: the text has a loss of ${formatLoss(plain)} nats a word. ${dearest} costs the most alone: ${formatValue(cost)} nats.`
      : `With ${count === 1 ? 'one head' : `${count} heads`} off the loss is ${formatLoss(changed)} instead of ${formatLoss(plain)}: ${formatLoss(changed - plain)} more.`,
  head: (layer: number, head: number) => `Head ${head} of layer ${layer}`,
  tableCaption:
    'Each head: the loss of the text when it alone is off, and what that is more than with all on',
  columns: ['layer', 'head', 'loss without it', 'more', 'off now'],
} as const;

function spokenCost(cost: number): string {
  return `${cost < 0 ? 'lowers' : 'raises'} the loss by ${formatLoss(Math.abs(cost))}`;
}
