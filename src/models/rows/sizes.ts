/** What a row of `architectures.ts` is made from: the sizes, and nothing of what makes the architecture what it is. */
import type { AttentionConfig, FeedForwardConfig, LayerConfig, ModelConfig } from '../config.ts';

export interface Sizes {
  readonly vocabulary: number;
  readonly context: number;
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  /** Default: as many as heads. */
  readonly keyValueHeads?: number;
  /** Default: width / heads. */
  readonly headSize?: number;
  /** Default: 4 x width; 8/3 x width where there is a gate. */
  readonly hidden?: number;
  /** Of rows that have a window; default: an eighth of the context, as in Mistral. */
  readonly window?: number;
  /** Of rows of two stacks; default: as many as the decoder's. */
  readonly encoderLayers?: number;
  /** Of relative positions. */
  readonly buckets?: number;
  readonly maximumDistance?: number;
  /** Of a classification head, which is there only if this is given. */
  readonly classes?: number;
  /** Of rows with experts; default: 8. */
  readonly experts?: number;
  /** Of rows with experts that may be full. */
  readonly capacityFactor?: number;
  /** Of Switch: every how many layers has experts; default: 2, as in the paper. */
  readonly sparseStep?: number;
  /** Of Mamba; defaults: those of the paper. */
  readonly inner?: number;
  readonly states?: number;
  readonly deltaRank?: number;
  readonly gated?: boolean;
  /** Of latent attention; default: a quarter of the width. */
  readonly latent?: number;
  /** Of the hybrid: one of so many layers has attention; default: 4. */
  readonly attentionEvery?: number;
  /** The first of those, counted from 1; default: in the middle of so many. */
  readonly attentionFirst?: number;
  /** Of Hyena; defaults: 2 and 64. */
  readonly order?: number;
  readonly filterWidth?: number;
  readonly initializerRange?: number;
}

export interface Architecture {
  readonly title: string;
  readonly paper: string;
  config(sizes: Sizes): ModelConfig;
}

export const repeated = (layers: number, layer: LayerConfig): LayerConfig[] =>
  Array.from({ length: layers }, () => layer);

/** Causal, scaled, all heads with keys of their own, no window, with biases: GPT-2's. Rows change what they do otherwise. */
export const attentionOf = (sizes: Sizes, choices: Partial<AttentionConfig> = {}): AttentionConfig => ({
  kind: 'attention',
  heads: sizes.heads,
  keyValueHeads: sizes.keyValueHeads ?? sizes.heads,
  headSize: sizes.headSize ?? sizes.width / sizes.heads,
  window: null,
  causal: true,
  scaled: true,
  bias: true,
  outputBias: true,
  ...choices,
});

export const feedForwardOf = (sizes: Sizes, choices: Partial<FeedForwardConfig> = {}): FeedForwardConfig => ({
  kind: 'feed-forward',
  hidden: sizes.hidden ?? (choices.gated ? gatedHidden(sizes.width) : 4 * sizes.width),
  activation: 'gelu-tanh',
  gated: false,
  bias: true,
  ...choices,
});

/** With a gate there are three matrices for two: 2/3 of the width keeps the number of parameters (Shazeer 2020). */
const gatedHidden = (width: number): number => 8 * Math.ceil(width / 3);

/** The choices that all rows make in the same way. */
export const common = (sizes: Sizes) => ({
  vocabulary: sizes.vocabulary,
  width: sizes.width,
  context: sizes.context,
  initializerRange: sizes.initializerRange ?? 0.02,
});
