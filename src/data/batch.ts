/** What one training step reads: plain arrays, row by row, all rows of one length. */
export interface Batch {
  readonly rows: number;
  /** Tokens a row. */
  readonly length: number;
  /** [rows x length] */
  readonly tokens: Int32Array;
  /** What each position should predict: [rows x length] */
  readonly targets: Int32Array;
  /** 1 where a target counts, 0 where it does not: [rows x length] */
  readonly weights: Float32Array;
  /** Mean of -log p of the counted targets under the process that made them, in nats; null where it is not known. */
  readonly floor: number | null;
  /** 1 for a token and 0 for padding: [rows x length]; all are tokens where this is left out. */
  readonly padding?: Float32Array;
  /** Which of two texts a token belongs to, 0 or 1: [rows x length] */
  readonly segments?: Int32Array;
  /** What an encoder-decoder reads; `tokens` is then what its decoder reads, the targets shifted to the right. */
  readonly source?: Source;
  /** The class of each row, for a model with a classification head: [rows] */
  readonly classes?: Int32Array;
  /** 1 where the second text of a row follows the first in the corpus, else 0: [rows] */
  readonly nextSentence?: Int32Array;
}

export interface Source {
  readonly length: number;
  /** [rows x source length] */
  readonly tokens: Int32Array;
  /** 1 for a token and 0 for padding: [rows x source length] */
  readonly padding: Float32Array;
}

/** A source of batches: plain functions of their arguments, so that a run can be resumed at any step. */
export interface Dataset {
  readonly vocabulary: number;
  /** Batch number `index` of the training split as `seed` draws it. */
  training(seed: number, index: number, rows: number, length: number): Batch;
  /** The same held-out batches at every call. */
  heldOut(count: number, rows: number, length: number): readonly Batch[];
}
