/** What every tokenizer can do. */
export interface Piece {
  /** As the model reads it; as it was typed, if the model does not know it. */
  readonly text: string;
  /** null: the model does not know it. */
  readonly id: number | null;
  /** Offsets into the typed text, in UTF-16 units as `String.prototype.slice` counts; never inside a surrogate pair. */
  readonly start: number;
  readonly end: number;
}

export interface Tokenizer {
  readonly kind: string;
  readonly vocabulary: readonly string[];
  /** The mark with which every text of the training began; null: none. */
  readonly begin: string | null;
  encode(text: string): Piece[];
  decode(ids: readonly number[]): string;
  /** The nearest known pieces for an unknown one, best first; none if nothing is near. */
  suggest(text: string): string[];
  toJSON(): unknown;
}
