/** Texts of different lengths as one rectangle. */
export interface PaddedRows {
  /** [rows x length] */
  readonly tokens: Int32Array;
  /** 1 for a token and 0 for padding: [rows x length] */
  readonly padding: Float32Array;
}

export function padRows(texts: readonly (readonly number[])[], length: number, pad: number): PaddedRows {
  const tokens = new Int32Array(texts.length * length).fill(pad);
  const padding = new Float32Array(texts.length * length);
  for (const [row, text] of texts.entries()) {
    if (text.length > length)
      throw new RangeError(`A text of ${text.length} tokens does not fit into ${length}.`);
    tokens.set(text, row * length);
    padding.fill(1, row * length, row * length + text.length);
  }
  return { tokens, padding };
}

/** Any list of numbers as a row of its own in [rows x length], 0 behind its end. */
export function padNumbers(lists: readonly (readonly number[])[], length: number): Float32Array {
  const numbers = new Float32Array(lists.length * length);
  for (const [row, list] of lists.entries()) numbers.set(list.slice(0, length), row * length);
  return numbers;
}

/** As long as the longest text, in steps of 16 so that there are few different shapes, and at most `length`. */
export function snugLength(texts: readonly (readonly number[])[], length: number): number {
  const longest = Math.max(...texts.map((text) => text.length));
  return Math.min(length, 16 * Math.ceil(longest / 16));
}
