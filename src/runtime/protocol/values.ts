/** What requests and results both speak of. */
export type BackendName = 'webgl' | 'wasm' | 'cpu';

export const backendNames: readonly BackendName[] = ['webgl', 'wasm', 'cpu'];

export interface TensorData {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** By probe name, in the order of the forward pass; the batch axis is kept, of size 1 for a single text. */
export type NamedTensors = { readonly [name: string]: TensorData };

/** How WebGL and WASM compare on one model on this machine. */
export interface Measurement {
  readonly model: string;
  /** Milliseconds of one forward pass. */
  readonly webgl: number;
  readonly wasm: number;
}

/** What a model reads. */
export interface Text {
  readonly tokens: readonly number[];
  /** What an encoder-decoder reads; `tokens` is then what its decoder has written, its start token first. */
  readonly source?: readonly number[];
  /** Which of two texts each token belongs to, for models with segments. */
  readonly segments?: readonly number[];
  /** 1 for a token and 0 for padding: of the source where there is one, else of the tokens. */
  readonly padding?: readonly number[];
  /** What each position should predict, -1 where nothing is asked; else the loss is that of the next token. */
  readonly targets?: readonly number[];
}
