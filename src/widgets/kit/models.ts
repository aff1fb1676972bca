/** What a figure must know of a shipped model before anything is loaded. Numbers that a model has none of are 0. */
import table from './shipped-models.json';

export interface ShippedModel {
  readonly id: string;
  /** `decoder`, `encoder` or `encoder-decoder`. */
  readonly stack: string;
  /** Of two stacks: the decoder's. */
  readonly layers: number;
  readonly encoderLayers: number;
  /** Of each layer: `attention`, `mamba`, ... */
  readonly mixers: readonly string[];
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly headSize: number;
  readonly width: number;
  /** Neurons of a feed-forward layer, or of each expert. */
  readonly hidden: number;
  readonly experts: number;
  readonly vocabulary: number;
  /** The longest text, in tokens. */
  readonly context: number;
  readonly sourceContext: number;
}

/** Written by `book/build/shipped-models.ts` from the folders of `public/checkpoints`: a new one is here by itself. */
export const shippedModels = table satisfies Readonly<Record<string, ShippedModel>>;

export type ShippedModelId = keyof typeof shippedModels;

/** `1` to `count`, as the choices of a control. */
export const numbersTo = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => String(index + 1));
