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
}

/** A source of batches. The same seed gives the same batches in the same order. */
export interface Dataset {
  readonly vocabulary: number;
  /** An endless stream from the training split; `skip` batches of it are passed over, for a resumed run. */
  batches(seed: number, rows: number, length: number, skip: number): Iterator<Batch, never>;
  /** The same held-out batches at every call. */
  heldOut(count: number, rows: number, length: number): readonly Batch[];
}
