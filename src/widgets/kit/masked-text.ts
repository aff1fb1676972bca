/** A reader's words as an encoder reads them: framed by its marks, some of them hidden; and as a decoder reads the same words. */
import { framed, framedAsPair, mark } from '../../data/objectives/toytown-masked.ts';
import { vocabulary } from '../../data/toytown/lexicon.ts';

export type EncoderId = 'bert-toytown' | 'roberta-toytown';
export const encoderIds: readonly EncoderId[] = ['bert-toytown', 'roberta-toytown'];

/** Toytown's words have the same numbers in every model; the marks of an encoder stand behind them. */
export const wordCount = vocabulary.length;
const storyMark = 0;
const marks: ReadonlySet<number> = new Set(Object.values(mark));

export interface FramedText {
  readonly tokens: readonly number[];
  /** Of models that were trained on pairs of texts. */
  readonly segments?: readonly number[];
  /** Where each word stands among the tokens. */
  readonly places: readonly number[];
}

const frames: Readonly<
  Record<EncoderId, (ids: readonly number[]) => { tokens: readonly number[]; segments?: readonly number[] }>
> = {
  'bert-toytown': framedAsPair,
  'roberta-toytown': (ids) => ({ tokens: framed(ids) }),
};

export function frameWords(encoder: EncoderId, ids: readonly number[]): FramedText {
  const text = frames[encoder](ids);
  const places = text.tokens.flatMap((token, at) => (marks.has(token) ? [] : [at]));
  return { ...text, places };
}

/** The words with these numbers hidden, counted from 0. */
export function hideWords(text: FramedText, words: readonly number[]): FramedText {
  const hidden = new Set(words.map((word) => text.places[word]));
  return { ...text, tokens: text.tokens.map((token, at) => (hidden.has(at) ? mark['<mask>'] : token)) };
}

/** A text for each word, in which it alone is hidden. */
export const hideEach = (text: FramedText): FramedText[] =>
  text.places.map((_, word) => hideWords(text, [word]));

/** The request's part of a text. */
export const textOf = ({ tokens, segments }: FramedText) => (segments ? { tokens, segments } : { tokens });

/** What a decoder reads before the words: row i of its answer is about word i. */
export const causalTokens = (ids: readonly number[]): number[] => [storyMark, ...ids];

/** The words alone that a typed text holds, without marks that were typed or put before it. */
export const wordsOf = (ids: readonly number[]): number[] =>
  ids.filter((id) => id !== storyMark && id < wordCount);
