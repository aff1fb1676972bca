import {
  formatDecimals,
  formatLoss,
  formatValue,
  formatWeight,
  formatWhole,
  spokenWeight,
} from '../../viz/numbers.ts';

export const earlyExitMessages = {
  title: 'Leaving when it is clear',
  rubric: 'Choose how sure the model must be to leave; the cells that no longer run are blank.',
  text: 'Text',
  threshold: 'Sure enough at a gap of',
  cell: 'Chosen cell',
  defaultText:
    'clara and finn are in the tower . finn has a purple kite . clara wants the purple kite . finn gives it to her . now clara has the purple kite and',
  chart: 'The likeliest next word after each layer that ran, a row a layer and a column a position',
  layer: (layer: number) => `layer ${layer}`,
  describe: (stage: string, word: string, top: string, probability: number) =>
    `${stage}, after ${word}: ${top === '' ? 'did not run' : `${top} ${spokenWeight(probability)}`}`,
  nothing: 'Nothing yet.',
  reads: (words: number, layers: number, mean: number, same: number, loss: number, full: number) =>
    `${formatWhole(words)} words pass through ${formatDecimals(mean, 2)} of ${layers} layers on the average, which saves ${formatDecimals(
      100 * (1 - mean / layers),
      0,
    )} % of the blocks. ${formatWhole(same)} of the ${formatWhole(words)} next words are those that all layers would say; the text costs ${formatLoss(loss)} nats a token, ${formatValue(loss - full)} more than with all.`,
  tableCaption: 'Where each word leaves',
  columns: ['after the word', 'layers', 'confidence', 'says', 'all layers say'],
  confidence: (value: number) => formatWeight(value),
} as const;
