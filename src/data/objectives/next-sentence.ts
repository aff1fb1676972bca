/**
 * Next sentence prediction: BERT, Devlin et al. 2018, section 3.1, https://arxiv.org/abs/1810.04805: two spans A and B
 * of the corpus, of which B half of the time is what follows A, and else comes from another text. The whole reads
 * [CLS] A [SEP] B [SEP], and segments tell A from B.
 *
 * Deviation: spans are whole sentences of one story, as many for A as a draw says, and B is all that comes after.
 */
import type { RandomStream } from '../../random.ts';

export interface PairMarks {
  readonly start: number;
  readonly separator: number;
}

export interface SentencePair {
  readonly tokens: number[];
  /** 0 for [CLS] A [SEP], 1 for B [SEP]. */
  readonly segments: number[];
  readonly follows: boolean;
}

/** `other` is a text to take B from where it is not to follow. Both are lists of sentences. */
export function sentencePair(
  sentences: readonly (readonly number[])[],
  other: readonly (readonly number[])[],
  random: RandomStream,
  { start, separator }: PairMarks,
): SentencePair {
  if (sentences.length < 2 || other.length < 2) throw new RangeError('A pair needs texts of two sentences.');
  const cut = 1 + random.integer(sentences.length - 1);
  const follows = random.next() < 0.5;
  const from = follows ? sentences.slice(cut) : other.slice(1 + random.integer(other.length - 1));
  const first = [start, ...sentences.slice(0, cut).flat(), separator];
  const second = [...from.flat(), separator];
  return {
    tokens: [...first, ...second],
    segments: [...first.map(() => 0), ...second.map(() => 1)],
    follows,
  };
}

/** Sentences end with `stop`; what comes after the last one is a sentence too. */
export function sentencesOf(text: readonly number[], stop: number): number[][] {
  const sentences: number[][] = [];
  let current: number[] = [];
  for (const token of text) {
    current.push(token);
    if (token !== stop) continue;
    sentences.push(current);
    current = [];
  }
  return current.length > 0 ? [...sentences, current] : sentences;
}

/** A text as a pair whose second part follows the first, cut after the sentence that ends nearest the middle. */
export function pairedText(
  text: readonly number[],
  stop: number,
  { start, separator }: PairMarks,
): Pick<SentencePair, 'tokens' | 'segments'> {
  const ends = text.flatMap((token, at) => (token === stop ? [at + 1] : []));
  const fromMiddle = (end: number) => Math.abs(end - text.length / 2);
  const cut = ends.reduce((best, end) => (fromMiddle(end) < fromMiddle(best) ? end : best), ends[0] ?? 0);
  const first = [start, ...text.slice(0, cut), separator];
  const second = [...text.slice(cut), separator];
  return {
    tokens: [...first, ...second],
    segments: [...first.map(() => 0), ...second.map(() => 1)],
  };
}
