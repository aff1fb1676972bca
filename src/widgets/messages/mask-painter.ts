import { formatDecimals } from '../../viz/numbers.ts';
import type { EncoderId } from '../kit/masked-text.ts';

export type PaintedModel = 'gpt2-toytown' | Extract<EncoderId, 'bert-toytown'>;
export type Pattern = 'causal' | 'full' | 'window' | 'itself' | 'after';

const models: Readonly<Record<PaintedModel, string>> = {
  'gpt2-toytown': 'GPT, a decoder',
  'bert-toytown': 'BERT, an encoder',
};
const patterns: Readonly<Record<Pattern, string>> = {
  causal: 'what came before',
  full: 'everything',
  window: 'a window of 4',
  itself: 'itself alone',
  after: 'what comes after',
};

export const maskPainterMessages = {
  title: 'Paint who may see whom',
  rubric: 'Choose a mask, or press squares to open and close them. The trained model runs under your mask.',
  emptyRubric: 'Type a short story.',
  text: 'Text, press to edit',
  defaultText: 'mia has a red ball . tom has nothing . tom wants the red ball . mia gives it to him .',
  placeholder: 'mia has a …',
  model: 'Model',
  modelName: (model: PaintedModel) => models[model],
  pattern: 'Everybody sees',
  patternName: (pattern: Pattern) => patterns[pattern],
  flips: 'Squares changed by hand',
  cell: 'Chosen square',
  gridLabel: 'The mask: one row a word that looks, one column a word that may be seen',
  cellRead: (query: string, key: string, open: boolean) =>
    `${query} ${open ? 'may see' : 'may not see'} ${key}; press to ${open ? 'close' : 'open'}`,
  clear: 'Undo what was painted',
  wordsTitle: {
    'gpt2-toytown': 'Each word, as the decoder foresees it from the words before',
    'bert-toytown': 'Each word, as the encoder fills it in when it alone is hidden',
  } as Readonly<Record<PaintedModel, string>>,
  wordsLabel: 'The words of the text; those that the model gets wrong are struck out',
  found: (word: string, guess: string, right: boolean) =>
    right ? `${word}: right` : `${word}: it says ${guess}`,
  scoreTitle: 'What the model can still do',
  scoreLabel: 'Right words and mean loss as trained and under the painted mask',
  scoreColumns: ['right', 'mean loss'],
  trained: 'as trained',
  painted: 'under your mask',
  right: (count: number, all: number) => `${count} of ${all}`,
  nats: (value: number) => `${formatDecimals(value, 2)} nats`,
  open: (count: number, all: number) => `${count} of ${all} squares are open.`,
  nothing: 'Nothing yet: no text.',
  reads: (
    model: PaintedModel,
    trained: { readonly right: number; readonly loss: number },
    painted: { readonly right: number; readonly loss: number },
    all: number,
  ) =>
    `${model === 'gpt2-toytown' ? 'The decoder' : 'The encoder'} gets ${trained.right} of ${all} words right as it was trained, and ${painted.right} under this mask; its loss goes from ${formatDecimals(trained.loss, 2)} to ${formatDecimals(painted.loss, 2)} nats a word.`,
  futureNote:
    'Where a decoder may see what comes after, the word that it is asked for stands before its eyes. It has never learned to look there.',
  tableCaption: 'Each word under the painted mask',
  tableColumns: ['word', 'the model says', 'probability of the word', 'as trained'],
} as const;
