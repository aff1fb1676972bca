/**
 * For a model that reads the letters of a word and writes its sounds: marks, letters and sounds (phonemes, in the
 * ARPAbet of the CMU dictionary) share one vocabulary. What is typed is read as letters, in any case; what the model
 * writes is shown as sounds with a space between them.
 */
import * as v from 'valibot';
import type { Piece, Tokenizer } from './tokenizer.ts';
import { isDistinct, piecesSchema } from './vocabulary-schema.ts';

export const spellingTokenizerSchema = v.pipe(
  v.object({
    kind: v.literal('spelling'),
    marks: piecesSchema,
    letters: v.pipe(piecesSchema, v.minLength(1)),
    sounds: v.pipe(piecesSchema, v.minLength(1)),
  }),
  v.check(
    ({ marks, letters, sounds }) => isDistinct([...marks, ...letters, ...sounds]),
    'A piece stands twice in the vocabulary.',
  ),
);

export interface SpellingPieces {
  readonly marks: readonly string[];
  readonly letters: readonly string[];
  readonly sounds: readonly string[];
}

export function spellingTokenizer({ marks, letters, sounds }: SpellingPieces): Tokenizer {
  const vocabulary = [...marks, ...letters, ...sounds];
  const letterIds = new Map(letters.map((letter, index) => [letter, marks.length + index]));
  const firstSound = marks.length + letters.length;

  return {
    kind: 'spelling',
    vocabulary,
    begin: null,

    encode: (text) => {
      let start = 0;
      return Array.from(text, (character): Piece => {
        const end = start + character.length;
        const id = letterIds.get(character.toLowerCase()) ?? null;
        const piece = { text: id === null ? character : character.toLowerCase(), id, start, end };
        start = end;
        return piece;
      });
    },

    decode: (tokens) =>
      tokens.reduce((text, id, index) => {
        const piece = vocabulary[id];
        if (piece === undefined)
          throw new RangeError(`There is no token ${id}; the vocabulary has ${vocabulary.length}.`);
        const apart = index > 0 && (id >= firstSound || (tokens[index - 1] ?? 0) >= firstSound);
        return apart ? `${text} ${piece}` : text + piece;
      }, ''),

    // A letter with an accent is read as the plain one.
    suggest: (text) => {
      const plain = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
      return plain !== text && letterIds.has(plain) ? [plain] : [];
    },

    toJSON: (): v.InferOutput<typeof spellingTokenizerSchema> => ({
      kind: 'spelling',
      marks: [...marks],
      letters: [...letters],
      sounds: [...sounds],
    }),
  };
}
