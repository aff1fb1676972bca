/** What the vocabularies of all tokenizers keep to when they are read from a file. */
import * as v from 'valibot';

const largest = 100_000;

export const isDistinct = (pieces: readonly string[]): boolean => new Set(pieces).size === pieces.length;

export const piecesSchema = v.pipe(
  v.array(v.pipe(v.string(), v.nonEmpty())),
  v.maxLength(largest),
  v.check((pieces: string[]) => isDistinct(pieces), 'A piece stands twice in the vocabulary.'),
);

/** The mark with which every text of the training began. */
export const beginSchema = v.optional(v.nullable(v.string()), null);

/** A regular expression's source that means `text` and nothing else. */
export const escaped = (text: string): string => text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');

/** Longest first, so that no mark hides another that begins with it. */
export const anyOf = (pieces: readonly string[]): string =>
  [...pieces]
    .sort((a, b) => b.length - a.length)
    .map(escaped)
    .join('|');
