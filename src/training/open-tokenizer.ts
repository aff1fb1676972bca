/** The tokenizer of a checkpoint folder, from what its `tokenizer.json` holds. */
export interface TextReader {
  /** `id` is null where the model does not know the piece. */
  encode(text: string): readonly { readonly text: string; readonly id: number | null }[];
  decode(ids: readonly number[]): string;
  /** Known pieces near an unknown one. */
  suggest(text: string): readonly string[];
}

/** Null where the tokenizer is of a kind that is not read here: the model can still be given ids. */
export function openTokenizer(_json: unknown): TextReader | null {
  return null;
}
