/** The tokenizer of a checkpoint folder, from what its `tokenizer.json` holds. */
import { type Tokenizer, tokenizerFromJSON } from '../data/tokenizers/index.ts';

/** Null where there is none, or none of ours: the model can still be given ids. */
export function openTokenizer(json: unknown): Tokenizer | null {
  const isOurs = typeof json === 'object' && json !== null && 'kind' in json;
  return isOurs ? tokenizerFromJSON(json) : null;
}
