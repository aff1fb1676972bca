/**
 * How a text is cut before pairs are merged, so that no piece reaches over the border of a word: the pattern of GPT-2
 * (Radford et al. 2019, encoder.py of the published code). A space belongs to the word after it.
 *
 * Deviation: a contraction is taken apart in any case and with either apostrophe.
 */
const pattern = /['’](?:s|t|re|ve|m|ll|d)(?!\p{L})| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/giu;

/** The parts of `text` in order; together they are `text`. */
export const preTokens = (text: string): string[] => text.match(pattern) ?? [];

const encoder = new TextEncoder();

/** The bytes of a text in UTF-8; half a surrogate pair becomes the replacement character U+FFFD. */
export const bytesOf = (text: string): Uint8Array => encoder.encode(text);
