/** The tokenizer of a checkpoint folder, ours or Hugging Face's, from what its `tokenizer.json` holds. */
import { type Tokenizer, TokenizerError, tokenizerFromJSON } from './index.ts';

/** Null where there is none, or none that is known: the model can still be given ids. Throws a `TokenizerError`. */
export async function openTokenizer(json: unknown): Promise<Tokenizer | null> {
  if (typeof json !== 'object' || json === null) return null;
  if ('kind' in json) return tokenizerFromJSON(json);
  if (!('model' in json)) return null;
  // Their library comes along only with a folder that needs it.
  const { huggingFaceTokenizer } = await import('./hugging-face.ts');
  try {
    return huggingFaceTokenizer(json);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TokenizerError(`tokenizer.json: Hugging Face's library cannot read it: ${reason}`);
  }
}
