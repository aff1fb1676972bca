/**
 * A piece of a sentence in both languages at once: a synchronous grammar (Lewis and Stearns 1968, Syntax-directed
 * transduction). Pieces are put together in the order of either language; which word says what in the other stays known.
 */
export interface FrenchWord {
  readonly word: string;
  /** Places of the English words that it stands for. */
  readonly from: readonly number[];
}

export interface Phrase {
  readonly english: readonly string[];
  readonly french: readonly FrenchWord[];
}

export const nothing: Phrase = { english: [], french: [] };

/** English words that all French words stand for together: `to the` is `au`, `then` is `puis`, `nothing` is `n' rien`. */
export function pair(english: string, french: string): Phrase {
  const words = english === '' ? [] : english.split(' ');
  const from = words.map((_, place) => place);
  return { english: words, french: french === '' ? [] : french.split(' ').map((word) => ({ word, from })) };
}

/** The parts in the English order; `order` lists them as French has them. */
export function arranged(parts: readonly Phrase[], order: readonly number[]): Phrase {
  const english = parts.flatMap((part) => part.english);
  const starts: number[] = [];
  let start = 0;
  for (const part of parts) {
    starts.push(start);
    start += part.english.length;
  }
  const french = order.flatMap((index) =>
    (parts[index]?.french ?? []).map(({ word, from }) => ({
      word,
      from: from.map((place) => place + (starts[index] ?? 0)),
    })),
  );
  return { english, french };
}

/** The parts in the same order in both languages. */
export const inOrder = (...parts: readonly Phrase[]): Phrase => arranged(parts, [...parts.keys()]);
