/** Models that read a sequence without attention, or with little of it. */
import type { LayerConfig, MambaConfig, ModelConfig } from '../config.ts';
import { gpt2 } from './decoders.ts';
import { type Architecture, attentionOf, common, feedForwardOf, repeated, type Sizes } from './sizes.ts';

const mambaOf = (sizes: Sizes, selective: boolean): MambaConfig => ({
  kind: 'mamba',
  inner: sizes.inner ?? 2 * sizes.width,
  states: sizes.states ?? 16,
  taps: 4,
  deltaRank: sizes.deltaRank ?? Math.ceil(sizes.width / 16),
  selective,
  ...(sizes.gated === undefined ? {} : { gated: sizes.gated }),
  bias: false,
  convolutionBias: true,
});

/** Blocks that mix channels inside their token mixer, so that they need no feed-forward layer; no positions. */
const mambaConfig = (sizes: Sizes, layers: readonly LayerConfig[]): ModelConfig => ({
  stack: 'decoder',
  ...common(sizes),
  position: { kind: 'none' },
  norm: { kind: 'rms', place: 'pre', epsilon: 1e-5 },
  layers,
  finalNorm: true,
  tiedHead: true,
  headBias: false,
});

const alone = (mixer: LayerConfig['mixer']): LayerConfig => ({ mixer, channelMixer: { kind: 'none' } });

export const mamba: Architecture = {
  title: 'Mamba',
  paper: 'Gu and Dao 2023, Mamba: Linear-Time Sequence Modeling with Selective State Spaces',
  config: (sizes) => mambaConfig(sizes, repeated(sizes.layers, alone(mambaOf(sizes, true)))),
};

export const mambaLti: Architecture = {
  title: 'Mamba without selection',
  paper: 'Gu et al. 2022, On the Parameterization and Initialization of Diagonal State Space Models',
  config: (sizes) => mambaConfig(sizes, repeated(sizes.layers, alone(mambaOf(sizes, false)))),
};

/** Attention in one of so many layers, Mamba in the others, a gated feed-forward layer after each. */
export const hybrid: Architecture = {
  title: 'Attention among Mamba layers',
  paper: 'Lieber et al. 2024, Jamba: A Hybrid Transformer-Mamba Language Model',
  config: (sizes) => {
    const every = sizes.attentionEvery ?? 4;
    const first = sizes.attentionFirst ?? Math.floor(every / 2) + 1;
    const attention = attentionOf(sizes, { bias: false, outputBias: false });
    const channelMixer = feedForwardOf(sizes, { activation: 'silu', gated: true, bias: false });
    const layers = Array.from({ length: sizes.layers }, (_, index): LayerConfig => {
      const attends = index % every === (first - 1) % every;
      return { mixer: attends ? attention : mambaOf(sizes, true), channelMixer };
    });
    return mambaConfig(sizes, layers);
  },
};

/** GPT-2 with another token mixer. */
const gpt2With = (sizes: Sizes, mixer: LayerConfig['mixer']): ModelConfig => {
  const config = gpt2.config(sizes);
  return { ...config, layers: config.layers.map((layer) => ({ ...layer, mixer })) };
};

export const hyena: Architecture = {
  title: 'Hyena',
  paper: 'Poli et al. 2023, Hyena Hierarchy: Towards Larger Convolutional Language Models',
  config: (sizes) => ({
    ...gpt2With(sizes, {
      kind: 'hyena',
      order: sizes.order ?? 2,
      maximum: sizes.context,
      taps: 3,
      filterWidth: sizes.filterWidth ?? 64,
      filterLayers: 3,
      bands: 16,
      // The default of the authors' code. Their models of language have 14, for filters of 2,048 lags.
      sineFrequency: 1,
    }),
    position: { kind: 'none' },
  }),
};

export const linearAttention: Architecture = {
  title: 'Linear attention',
  paper:
    'Katharopoulos et al. 2020, Transformers are RNNs: Fast Autoregressive Transformers with Linear Attention',
  config: (sizes) =>
    gpt2With(sizes, {
      kind: 'linear-attention',
      heads: sizes.heads,
      headSize: sizes.headSize ?? sizes.width / sizes.heads,
      bias: true,
    }),
};

/** GPT-2 that keeps a short vector a token instead of keys and values. */
export const latentAttention: Architecture = {
  title: 'Latent attention',
  paper:
    'DeepSeek-AI 2024, DeepSeek-V2: A Strong, Economical, and Efficient Mixture-of-Experts Language Model',
  config: (sizes) =>
    gpt2With(sizes, {
      kind: 'latent-attention',
      heads: sizes.heads,
      headSize: sizes.headSize ?? sizes.width / sizes.heads,
      latent: sizes.latent ?? Math.max(1, Math.floor(sizes.width / 4)),
      bias: true,
    }),
};

/** Gated recurrent units one above the other, as before attention, around today's residual stream. */
export const gru: Architecture = {
  title: 'GRU',
  paper: 'Cho et al. 2014, Learning Phrase Representations using RNN Encoder-Decoder',
  config: (sizes) => ({
    ...gpt2With(sizes, { kind: 'gru', hidden: sizes.inner ?? sizes.width }),
    position: { kind: 'none' },
    layers: repeated(sizes.layers, alone({ kind: 'gru', hidden: sizes.inner ?? sizes.width })),
  }),
};
