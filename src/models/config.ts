/**
 * What a model is made of, as plain data: no tensors, no functions. An architecture is a row of these choices
 * (`architectures.ts`); a part is looked up by its `kind` in a table, never by the architecture's name.
 */

export interface NormConfig {
  readonly kind: 'layer' | 'rms';
  /** Before each sub-layer (GPT-2), after its residual sum (BERT), or one norm for both sub-layers side by side (PaLM). */
  readonly place: 'pre' | 'post' | 'parallel';
  readonly epsilon: number;
}

export type PositionConfig =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'learned';
      readonly maximum: number /** RoBERTa and BART begin at 2. */;
      readonly offset: number;
    }
  | { readonly kind: 'sinusoidal' }
  | { readonly kind: 'rotary'; readonly base: number }
  | { readonly kind: 'alibi' }
  | { readonly kind: 'buckets'; readonly buckets: number; readonly maximumDistance: number };

export interface AttentionConfig {
  readonly kind: 'attention';
  readonly heads: number;
  /** heads: multi-head; 1: multi-query; between: grouped-query. */
  readonly keyValueHeads: number;
  readonly headSize: number;
  /** How many positions a query sees, itself included; null: all. */
  readonly window: number | null;
  readonly causal: boolean;
  /** Scores are divided by sqrt(headSize), except in T5. */
  readonly scaled: boolean;
  readonly bias: boolean;
  readonly outputBias: boolean;
}

export type Activation = 'relu' | 'gelu' | 'gelu-tanh' | 'silu' | 'identity';

export interface FeedForwardConfig {
  readonly kind: 'feed-forward';
  readonly hidden: number;
  readonly activation: Activation;
  /** With a gate, as in SwiGLU: activation(x W_gate) * (x W_in). */
  readonly gated: boolean;
  readonly bias: boolean;
}

export interface NoMixerConfig {
  readonly kind: 'none';
}

export type TokenMixerConfig = AttentionConfig | NoMixerConfig;
export type ChannelMixerConfig = FeedForwardConfig | NoMixerConfig;

export interface LayerConfig {
  readonly mixer: TokenMixerConfig;
  readonly channelMixer: ChannelMixerConfig;
}

export interface ModelConfig {
  readonly stack: 'decoder';
  readonly vocabulary: number;
  readonly width: number;
  /** The longest sequence that the model was built for. */
  readonly context: number;
  readonly position: PositionConfig;
  readonly norm: NormConfig;
  readonly layers: readonly LayerConfig[];
  readonly finalNorm: boolean;
  /** The output matrix is the token embedding. */
  readonly tiedHead: boolean;
  readonly headBias: boolean;
  /** Standard deviation of the first weights. */
  readonly initializerRange: number;
}
