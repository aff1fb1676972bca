import { spokenWeight } from '../../viz/numbers.ts';
import type { EncoderId } from '../kit/masked-text.ts';

const encoders: Readonly<Record<EncoderId, string>> = {
  'bert-toytown': 'BERT',
  'roberta-toytown': 'RoBERTa',
};

export const fillMaskMessages = {
  title: 'Hide a word',
  rubric: 'Press a word to hide it. Press it again to show it.',
  emptyRubric: 'Type a story.',
  text: 'Text, press to edit',
  defaultText:
    'mia and tom are in the garden . mia has a red ball . tom has nothing . tom wants the red ball . mia gives it to him .',
  placeholder: 'mia has a …',
  encoder: 'Encoder',
  encoderName: (encoder: EncoderId) => encoders[encoder],
  blanks: 'Hidden words',
  chosen: 'Chosen blank',
  wordsLabel: 'The words of the text; a hidden one is dashed',
  hidden: (word: string) => `hidden: ${word}`,
  shown: 'press to hide',
  bothSides: (encoder: EncoderId) => `${encoders[encoder]}, with both sides of the gap`,
  before: 'A decoder, with what stands before',
  barsLabel: 'What may stand in the gap: the most likely words and their probabilities',
  scoreTitle: 'Each word of this text hidden alone',
  scoreLabel: 'How many words of the text each model finds',
  scoreColumns: ['right', 'mean loss'],
  scoreRows: (encoder: EncoderId) => [`${encoders[encoder]}, both sides`, 'decoder, before only'],
  right: (count: number, all: number) => `${count} of ${all}`,
  nats: (value: number) => `${value.toFixed(2)} nats`,
  nothing: 'Nothing is hidden yet.',
  reads: (
    encoder: EncoderId,
    truth: string,
    both: { readonly word: string; readonly own: number },
    before: { readonly word: string; readonly own: number },
    counts: { readonly blanks: number; readonly both: number; readonly before: number },
  ) =>
    `Where “${truth}” is hidden, ${encoders[encoder]} says “${both.word}” and gives “${truth}” ${spokenWeight(both.own)}; a decoder, which sees what stands before, says “${before.word}” and gives it ${spokenWeight(before.own)}.${
      counts.blanks > 1
        ? ` Of ${counts.blanks} gaps the encoder fills ${counts.both} as they were, the decoder ${counts.before}.`
        : ''
    }`,
  tableCaption: 'Every hidden word, and what each model says in its place',
  tableColumns: [
    'word',
    'place',
    'both sides',
    'probability of the word',
    'before only',
    'probability of the word',
  ],
  causalNote:
    'The decoder reads the true words before each gap, also those that you have hidden: a sign for a gap is nothing that it ever learned.',
} as const;
