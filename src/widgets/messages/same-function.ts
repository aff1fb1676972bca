import { formatDecimals, formatLoss } from '../../viz/numbers.ts';

type Saving = 'tiles' | 'window' | 'neurons' | 'bits';
type Strength = 'mild' | 'strong';

const labels: Readonly<Record<Saving, (amount: number) => string>> = {
  tiles: (amount) => `attention by tiles of ${amount} keys`,
  window: (amount) => `a window of ${amount} words`,
  neurons: (amount) => `the strongest ${Math.round(100 * amount)} % of the neurons`,
  bits: (amount) => `weights of ${amount} bits`,
};
const saves: Readonly<Record<Saving, string>> = {
  tiles: 'bytes moved',
  window: 'operations, bytes kept',
  neurons: 'operations',
  bits: 'bytes kept and moved',
};
const strengths: Readonly<Record<Strength, string>> = { mild: 'a little', strong: 'a lot' };
/** What single precision leaves. */
const same = 1e-4;

export const sameFunctionMessages = {
  title: 'The same function, or another?',
  rubric: 'Save a little or a lot, change the text, and see which saving the model does not notice.',
  text: 'Text',
  defaultText:
    'clara and finn are in the tower . finn has a purple kite . clara wants the purple kite . finn gives it to her . now clara has the purple kite and finn has nothing .',
  strength: 'Save',
  strengthName: (strength: Strength) => strengths[strength],
  plain: 'nothing changed',
  label: (saving: Saving, amount: number) => labels[saving](amount),
  columns: ['nats a token', 'more than unchanged'],
  loss: formatLoss,
  more: (value: number) => (Math.abs(value) < same ? '0' : formatDecimals(value, 3)),
  chart: 'What the same text costs the same model with each saving',
  reads: (plain: number, changed: readonly (readonly [name: string, more: number])[]) =>
    `Unchanged the text costs ${formatLoss(plain)} nats a token. ${changed
      .map(([name, more]) =>
        Math.abs(more) < same
          ? `With ${name} it costs the same`
          : `with ${name} ${formatDecimals(Math.abs(more), 3)} ${more > 0 ? 'more' : 'less'}`,
      )
      .join(', ')}.`,
  nothing: 'Nothing yet.',
  tableCaption: 'What each saving saves, and what it costs on this text',
  tableColumns: ['saving', 'what is saved', 'nats a token', 'more than unchanged'],
  saves: (saving: Saving) => saves[saving],
} as const;
