/**
 * How words are put to a model of the reader's own, whatever its kind: the marks in its vocabulary say what it has learned to read
 * (`data/objectives`). A decoder reads the words as they are; an encoder between its marks; of two stacks one reads, the other writes.
 */
import { pairedText } from '../../data/objectives/next-sentence.ts';
import type { ModelConfig } from '../../models/config.ts';
import type { FramedText } from './masked-text.ts';
import type { TwoStackModel } from './two-stacks.ts';

const encoderMarks = ['<cls>', '<sep>', '<mask>'] as const;
const allMarks = [...encoderMarks, '<pad>', '<s>', '</s>'];

/** Ids of these marks; null where the vocabulary has not all of them. */
function idsOf(vocabulary: readonly string[], marks: readonly string[]): number[] | null {
  const ids = marks.map((mark) => vocabulary.indexOf(mark));
  return ids.includes(-1) ? null : ids;
}

/** Without the marks that were typed, or put before the words. */
export function plainWords(vocabulary: readonly string[], ids: readonly number[]): number[] {
  const marks = new Set(allMarks.map((mark) => vocabulary.indexOf(mark)));
  return ids.filter((id) => !marks.has(id));
}

export const hidesTokens = (vocabulary: readonly string[]): boolean =>
  idsOf(vocabulary, encoderMarks) !== null;

/** null: the model has no such marks. */
export function frameOwn(
  { nextSentence }: Pick<ModelConfig, 'nextSentence'>,
  vocabulary: readonly string[],
  ids: readonly number[],
): (FramedText & { readonly mask: number }) | null {
  const [start, separator, mask] = idsOf(vocabulary, encoderMarks) ?? [];
  if (start === undefined || separator === undefined || mask === undefined) return null;
  const words = plainWords(vocabulary, ids);
  // Who tells whether a text follows another has only ever seen two.
  const text = nextSentence
    ? pairedText(words, vocabulary.indexOf('.'), { start, separator })
    : { tokens: [start, ...words, separator] };
  const places = text.tokens.flatMap((token, at) => (token === start || token === separator ? [] : [at]));
  return { ...text, places, mask };
}

type OwnTwoStacks = Pick<ModelConfig, 'layers' | 'encoder' | 'context'>;

/** What a model of two stacks begins and ends with: BART's marks where it has them, else T5's; null: neither. */
export function ownTwoStacks(
  id: string,
  { layers, encoder, context }: OwnTwoStacks,
  vocabulary: readonly string[],
): TwoStackModel | null {
  const opened = idsOf(vocabulary, ['<s>', '</s>']) !== null;
  if (encoder === undefined || (!opened && idsOf(vocabulary, ['<pad>', '</s>']) === null)) return null;
  return {
    id,
    context: Math.min(context, encoder.context),
    layers: layers.length,
    heads: layers[0]?.cross?.heads ?? 0,
    start: opened ? '<s>' : '<pad>',
    end: '</s>',
    opened,
  };
}
