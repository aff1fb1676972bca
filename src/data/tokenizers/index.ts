/** Every kind of tokenizer, and how one comes out of a model's `tokenizer.json`. */
import * as v from 'valibot';
import { bytePairTokenizer, bytePairTokenizerSchema } from './byte-pair.ts';
import { characterTokenizer, characterTokenizerSchema } from './character.ts';
import { spellingTokenizer, spellingTokenizerSchema } from './spelling.ts';
import type { Tokenizer } from './tokenizer.ts';
import { wordTokenizer, wordTokenizerSchema } from './word.ts';

export type { Piece, Tokenizer } from './tokenizer.ts';

type Open = (json: unknown) => Tokenizer;

/** A tokenizer's kind -> how its JSON becomes it. Throws where the JSON is not of that kind's form. */
const kinds: ReadonlyMap<string, Open> = new Map<string, Open>([
  [
    'word',
    (json) => {
      const { vocabulary, begin } = v.parse(wordTokenizerSchema, json);
      return wordTokenizer(vocabulary, begin);
    },
  ],
  [
    'character',
    (json) => {
      const { vocabulary, begin } = v.parse(characterTokenizerSchema, json);
      return characterTokenizer(vocabulary, begin);
    },
  ],
  [
    'byte-pair',
    (json) => {
      const { marks, merges, begin } = v.parse(bytePairTokenizerSchema, json);
      return bytePairTokenizer(marks, merges, begin);
    },
  ],
  [
    'spelling',
    (json) => {
      const { marks, letters, sounds } = v.parse(spellingTokenizerSchema, json);
      return spellingTokenizer({ marks, letters, sounds });
    },
  ],
]);

export class TokenizerError extends Error {
  override readonly name = 'TokenizerError';
}

/** Reads what `toJSON` wrote. Throws a `TokenizerError` that says what is wrong with it. */
export function tokenizerFromJSON(json: unknown): Tokenizer {
  const head = v.safeParse(v.object({ kind: v.string() }), json);
  if (!head.success)
    throw new TokenizerError('The tokenizer file does not say what kind of tokenizer it holds.');
  const build = kinds.get(head.output.kind);
  if (build === undefined) {
    throw new TokenizerError(
      `There is no tokenizer of kind "${head.output.kind}", only ${[...kinds.keys()].join(', ')}.`,
    );
  }
  try {
    return build(json);
  } catch (error) {
    if (!v.isValiError(error)) throw error;
    const [issue] = error.issues;
    throw new TokenizerError(
      `The tokenizer file cannot be read at "${v.getDotPath(issue) ?? ''}": ${issue.message}`,
    );
  }
}
