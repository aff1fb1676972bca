/** The words of a text as a shipped model reads them. */
import { readText } from '../kit/model-text.ts';
import { loadTokenizer } from '../kit/use-tokenizer.ts';

export interface ReadWords {
  readonly ids: readonly number[];
  readonly vocabulary: readonly string[];
}

export async function readWords(model: string, text: string, context: number): Promise<ReadWords> {
  const tokenizer = await loadTokenizer(model);
  return { ids: readText(tokenizer, text, context).tokens, vocabulary: tokenizer.vocabulary };
}
