/**
 * What a model is made of, as plain data: no tensors, no functions. An architecture is a row of these choices
 * (`architectures.ts`); a part is looked up by its `kind` in a table, never by the architecture's name.
 */

export interface NormConfig {
  readonly kind: 'layer' | 'rms';
  /**
   * Before each sub-layer (GPT-2), after its residual sum (BERT), or one norm for both sub-layers side by side (PaLM);
   * none in the blocks, to see what they are for.
   */
  readonly place: 'pre' | 'post' | 'parallel' | 'none';
  readonly epsilon: number;
  /** false: LayerNorm without its bias, as in PaLM. RMSNorm never has one. */
  readonly bias?: boolean;
}

export type PositionConfig =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'learned';
      readonly maximum: number;
      /** The row of position 0: 2 in RoBERTa and BART. */
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
  /** Which of the keys that causality leaves a query sees: for causal attention alone. */
  readonly sparse?: SparsePattern;
  /** The softmax by tiles of so many keys, so that no whole map is made; absent: at once. The numbers are the same. */
  readonly tile?: number;
}

/** Which earlier keys a query sees: the patterns of Child et al. 2019 and Zaheer et al. 2020 (`parts/sparse-patterns.ts`). */
export type SparsePattern =
  | { readonly kind: 'strided'; readonly stride: number }
  | { readonly kind: 'global'; readonly window: number; readonly globals: number }
  | { readonly kind: 'blocks'; readonly size: number };

export type Activation = 'relu' | 'gelu' | 'gelu-tanh' | 'silu' | 'identity';

export interface FeedForwardConfig {
  readonly kind: 'feed-forward';
  readonly hidden: number;
  readonly activation: Activation;
  /** With a gate, as in SwiGLU: activation(x W_gate) * (x W_in). */
  readonly gated: boolean;
  readonly bias: boolean;
}

export interface MixtureConfig extends Omit<FeedForwardConfig, 'kind'> {
  readonly kind: 'mixture-of-experts';
  readonly experts: number;
  /** How many experts work on each token. */
  readonly chosen: number;
  /** An expert takes at most tokens x chosen / experts x this factor; null: as many as come. */
  readonly capacityFactor: number | null;
  /** The weights of a token's experts add up to 1 (Mixtral); else each is its probability among all (Switch). */
  readonly renormalized: boolean;
  /** What the load-balancing term is multiplied by; 0: it is left out. */
  readonly loadBalance: number;
  /** What the router's z-loss is multiplied by; 0: it is left out. */
  readonly routerZ: number;
}

export interface NoMixerConfig {
  readonly kind: 'none';
}

export interface MambaConfig {
  readonly kind: 'mamba';
  /** The width inside: twice the model's in the paper. */
  readonly inner: number;
  /** Numbers of state that each inner channel keeps. */
  readonly states: number;
  /** How many tokens the short convolution sees. */
  readonly taps: number;
  /** Rank of the map that makes the step size. */
  readonly deltaRank: number;
  /** Step size, input and output maps depend on the token; else the model is linear and time-invariant. */
  readonly selective: boolean;
  /** false: without the branch whose SiLU multiplies what is read of the state. */
  readonly gated?: boolean;
  readonly bias: boolean;
  readonly convolutionBias: boolean;
}

export interface HyenaConfig {
  readonly kind: 'hyena';
  /** How many long convolutions with a gate each. */
  readonly order: number;
  /** The length that the filter's positions are measured by: no text may be longer. */
  readonly maximum: number;
  /** How many tokens the short convolution sees. */
  readonly taps: number;
  /** Of the network that writes the filters: its width, its hidden layers, the frequencies that it is told. */
  readonly filterWidth: number;
  readonly filterLayers: number;
  readonly bands: number;
  /** What its sine activation begins with. */
  readonly sineFrequency: number;
}

export interface LinearAttentionConfig {
  readonly kind: 'linear-attention';
  readonly heads: number;
  readonly headSize: number;
  readonly bias: boolean;
}

export interface LatentAttentionConfig {
  readonly kind: 'latent-attention';
  readonly heads: number;
  readonly headSize: number;
  /** Numbers a token that are kept, of which all heads' keys and values are made. */
  readonly latent: number;
  readonly bias: boolean;
}

export interface GruConfig {
  readonly kind: 'gru';
  readonly hidden: number;
}

export type TokenMixerConfig =
  | AttentionConfig
  | MambaConfig
  | HyenaConfig
  | LinearAttentionConfig
  | LatentAttentionConfig
  | GruConfig
  | NoMixerConfig;
export type ChannelMixerConfig = FeedForwardConfig | MixtureConfig | NoMixerConfig;

export interface LayerConfig {
  readonly mixer: TokenMixerConfig;
  /** Between the two mixers: attention to what the encoder made of the source. */
  readonly cross?: AttentionConfig;
  readonly channelMixer: ChannelMixerConfig;
  /** Only this share of the words of a text passes through the layer, those that its router chooses; absent: all. */
  readonly depth?: DepthConfig;
}

export interface DepthConfig {
  /** Above 0, at most 1. */
  readonly capacity: number;
}

/** The stack that reads the source, where there are two; what is not said here is as in the decoder. */
export interface EncoderConfig {
  readonly context: number;
  readonly position: PositionConfig;
  readonly layers: readonly LayerConfig[];
  readonly finalNorm: boolean;
}

export interface ModelConfig {
  readonly stack: 'decoder' | 'encoder' | 'encoder-decoder';
  readonly vocabulary: number;
  readonly width: number;
  /** The longest sequence that the model was built for. */
  readonly context: number;
  readonly position: PositionConfig;
  readonly norm: NormConfig;
  readonly layers: readonly LayerConfig[];
  readonly finalNorm: boolean;
  /** false: what a sub-layer writes replaces the stream, to see what adding it is for (He et al. 2016). */
  readonly residual?: boolean;
  /** The output matrix is the token embedding. */
  readonly tiedHead: boolean;
  readonly headBias: boolean;
  /** Standard deviation of the first weights. */
  readonly initializerRange: number;
  /** The same of the token embedding, where it differs. */
  readonly embeddingRange?: number;
  /** Of stack `encoder-decoder`; then `layers`, `position`, `context` and `finalNorm` are the decoder's. */
  readonly encoder?: EncoderConfig;
  /** A norm after the embeddings are summed: BERT, BART. */
  readonly embeddingNorm?: boolean;
  /** The embedding of tokens is multiplied by it: sqrt(width) in Vaswani et al. 2017. */
  readonly embeddingScale?: number;
  /** How many kinds of segment ("token types") are told apart: 2 in BERT, 1 in RoBERTa. */
  readonly segments?: number;
  /** What the head reads is multiplied by it: width^-0.5 in T5, whose head is tied. */
  readonly headScale?: number;
  /** BERT's masked language model: a map, this activation and a norm before the output matrix. */
  readonly headTransform?: Activation;
  /** A map and tanh of the first token's vector, which the next two read. */
  readonly pooler?: boolean;
  /** BERT's second task: did the second segment follow the first? */
  readonly nextSentence?: boolean;
  /** An adapter of this rank beside every map of attention and feed-forward layers (`parts/lora.ts`). */
  readonly adapters?: { readonly rank: number };
  /** Classes of a classification head. */
  readonly classes?: number;
}
