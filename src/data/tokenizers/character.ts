/**
 * One character, one token: one Unicode code point, in the case in which it is typed. A vocabulary may also hold marks
 * such as <text>, of several characters, which are one piece each.
 */
import * as v from 'valibot';
import type { Piece, Tokenizer } from './tokenizer.ts';
import { anyOf, beginSchema, piecesSchema } from './vocabulary-schema.ts';

export const characterTokenizerSchema = v.object({
  kind: v.literal('character'),
  vocabulary: v.pipe(piecesSchema, v.minLength(1)),
  begin: beginSchema,
});

/** Marks, then every character of `texts` in the order of code points. */
export function characterVocabulary(texts: readonly string[], marks: readonly string[] = []): string[] {
  const characters = new Set<string>();
  for (const text of texts) for (const character of text) characters.add(character);
  const codePoint = (character: string): number => character.codePointAt(0) ?? 0;
  return [...marks, ...[...characters].sort((a, b) => codePoint(a) - codePoint(b))];
}

/** The same letter in another case, with and without its accent. */
const relatives = (character: string): string[] => {
  const plain = character.normalize('NFD').replace(/\p{M}/gu, '');
  return [character, plain].flatMap((letter) => [letter, letter.toLowerCase(), letter.toUpperCase()]);
};

export function characterTokenizer(vocabulary: readonly string[], begin: string | null = null): Tokenizer {
  const ids = new Map(vocabulary.map((piece, id) => [piece, id]));
  const marks = vocabulary.filter((piece) => [...piece].length > 1);
  const pattern = new RegExp(marks.length === 0 ? '[^]' : `${anyOf(marks)}|[^]`, 'gu');

  return {
    kind: 'character',
    vocabulary,
    begin,

    encode: (text) =>
      Array.from(text.matchAll(pattern), ({ 0: piece, index }): Piece => {
        return { text: piece, id: ids.get(piece) ?? null, start: index, end: index + piece.length };
      }),

    decode: (tokens) =>
      tokens
        .map((id) => {
          const piece = vocabulary[id];
          if (piece === undefined)
            throw new RangeError(`There is no token ${id}; the vocabulary has ${vocabulary.length}.`);
          return piece;
        })
        .join(''),

    suggest: (text) =>
      [...new Set(relatives(text))].filter((relative) => relative !== text && ids.has(relative)),

    toJSON: (): v.InferOutput<typeof characterTokenizerSchema> => ({
      kind: 'character',
      vocabulary: [...vocabulary],
      begin,
    }),
  };
}
