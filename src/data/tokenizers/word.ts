/**
 * One word, one token, for the models that know a few hundred words. Text is read in lower case; a word that the model
 * does not know stays a piece, without an id, so that a figure can show it as such.
 */
import * as v from 'valibot';
import { editDistance } from './edit-distance.ts';
import type { Piece, Tokenizer } from './tokenizer.ts';

export const wordTokenizerSchema = v.object({
  kind: v.literal('word'),
  vocabulary: v.pipe(
    v.array(v.pipe(v.string(), v.nonEmpty(), v.regex(/^\S+$/u, 'A word may not hold a space.'))),
    v.minLength(1),
    v.maxLength(100_000),
    v.check((words) => new Set(words).size === words.length, 'A word stands twice in the vocabulary.'),
  ),
  begin: v.optional(v.nullable(v.string()), null),
});

const suggestions = 3;
const letters = String.raw`[\p{L}\p{M}\p{N}]+`;
const emoji = String.raw`[\p{Extended_Pictographic}\p{Regional_Indicator}]`;
/** A word with its hyphens and apostrophes; a run of emoji with what joins them; any other character by itself. */
const anyPiece = String.raw`${letters}(?:['’-]${letters})*|${emoji}(?:${emoji}|\p{Emoji_Modifier}|\u200d|\ufe0f)*|\S`;
const isWord = new RegExp(`^${letters}$`, 'u');
const closesUp = /^[.,;:!?]$/u;

const escaped = (text: string): string => text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');
const normal = (text: string): string => text.normalize('NFC').toLowerCase();

export function wordTokenizer(vocabulary: readonly string[], begin: string | null = null): Tokenizer {
  const ids = new Map(vocabulary.map((word, id) => [word, id]));
  const words = vocabulary.filter((word) => isWord.test(word));
  const longest = Math.max(0, ...words.map((word) => word.length));
  // Marks such as <story> are one piece, although they are made of several characters.
  const marks = vocabulary.filter((word) => word.length > 1 && !isWord.test(word)).map(escaped);
  const pattern = new RegExp([...marks, anyPiece].join('|'), 'gu');

  return {
    kind: 'word',
    vocabulary,
    begin,

    encode: (text) =>
      Array.from(text.matchAll(pattern), (match): Piece => {
        const [typed] = match;
        const known = normal(typed);
        const id = ids.get(known) ?? null;
        return { text: id === null ? typed : known, id, start: match.index, end: match.index + typed.length };
      }),

    decode: (tokens) =>
      tokens.reduce((text, id) => {
        const word = vocabulary[id];
        if (word === undefined)
          throw new RangeError(`There is no token ${id}; the vocabulary has ${vocabulary.length}.`);
        return text === '' || closesUp.test(word) ? text + word : `${text} ${word}`;
      }, ''),

    suggest: (text) => {
      const typed = normal(text);
      // More than half of the letters wrong is another word; and a very long one need not be compared at all.
      const furthest = Math.max(1, Math.floor(Math.min(typed.length, longest) / 2));
      if (typed.length === 0 || typed.length > longest + furthest) return [];
      return words
        .map((word) => ({ word, distance: editDistance(typed, word) }))
        .filter(({ distance }) => distance <= furthest)
        .sort((a, b) => a.distance - b.distance)
        .slice(0, suggestions)
        .map(({ word }) => word);
    },

    toJSON: (): v.InferOutput<typeof wordTokenizerSchema> => ({
      kind: 'word',
      vocabulary: [...vocabulary],
      begin,
    }),
  };
}
