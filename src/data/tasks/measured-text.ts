/** A text with the probability of each of its words, and which of them are asked for. */
export interface MeasuredText {
  readonly words: readonly string[];
  /** Natural logarithm of each word's probability given those before it; null where the word is not asked for. */
  readonly logProbabilities: readonly (number | null)[];
}
