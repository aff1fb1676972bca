/** Encoder-decoders: one stack reads a text, the other writes one. */
import type { FeedForwardConfig, LayerConfig, ModelConfig, NormConfig, PositionConfig } from '../config.ts';
import { type Architecture, attentionOf, common, feedForwardOf, repeated, type Sizes } from './sizes.ts';

interface Choices {
  readonly position: PositionConfig;
  readonly norm: NormConfig;
  readonly scaled: boolean;
  readonly bias: boolean;
  readonly channelMixer: FeedForwardConfig;
}

type TwoStacks = Pick<ModelConfig, 'position' | 'norm' | 'layers' | 'encoder' | 'finalNorm'> & {
  readonly stack: 'encoder-decoder';
};

/** Both stacks make the same choices, but the decoder alone is causal and looks at the source. */
export function twoStacks(sizes: Sizes, choices: Choices): TwoStacks {
  const { position, norm, scaled, bias, channelMixer } = choices;
  const attention = (causal: boolean) => attentionOf(sizes, { causal, scaled, bias, outputBias: bias });
  const reader: LayerConfig = { mixer: attention(false), channelMixer };
  const writer: LayerConfig = { mixer: attention(true), cross: attention(false), channelMixer };
  const finalNorm = norm.place === 'pre';
  return {
    stack: 'encoder-decoder',
    position,
    norm,
    layers: repeated(sizes.layers, writer),
    finalNorm,
    encoder: {
      context: sizes.context,
      position,
      layers: repeated(sizes.encoderLayers ?? sizes.layers, reader),
      finalNorm,
    },
  };
}

export const t5Choices = (sizes: Sizes) => ({
  position: {
    kind: 'buckets' as const,
    buckets: sizes.buckets ?? 32,
    maximumDistance: sizes.maximumDistance ?? 128,
  },
  norm: { kind: 'rms' as const, place: 'pre' as const, epsilon: 1e-6 },
  scaled: false,
  bias: false,
});

export const t5: Architecture = {
  title: 'T5',
  paper:
    'Raffel et al. 2019, Exploring the Limits of Transfer Learning with a Unified Text-to-Text Transformer',
  config: (sizes) => ({
    ...common(sizes),
    ...twoStacks(sizes, {
      ...t5Choices(sizes),
      channelMixer: feedForwardOf(sizes, { activation: 'relu', bias: false }),
    }),
    tiedHead: true,
    headBias: false,
    headScale: sizes.width ** -0.5,
    embeddingRange: 1,
  }),
};

export const t5v1_1: Architecture = {
  title: 'T5 v1.1',
  paper: 'Shazeer 2020, GLU Variants Improve Transformer; released with Raffel et al. 2019',
  config: (sizes) => ({
    ...common(sizes),
    ...twoStacks(sizes, {
      ...t5Choices(sizes),
      channelMixer: feedForwardOf(sizes, { activation: 'gelu-tanh', gated: true, bias: false }),
    }),
    tiedHead: false,
    headBias: false,
    embeddingRange: 1,
  }),
};

export const bart: Architecture = {
  title: 'BART',
  paper: 'Lewis et al. 2019, BART: Denoising Sequence-to-Sequence Pre-training',
  config: (sizes) => ({
    ...common(sizes),
    ...twoStacks(sizes, {
      position: { kind: 'learned', maximum: sizes.context, offset: 2 },
      norm: { kind: 'layer', place: 'post', epsilon: 1e-5 },
      scaled: true,
      bias: true,
      channelMixer: feedForwardOf(sizes, { activation: 'gelu' }),
    }),
    tiedHead: true,
    headBias: true,
    embeddingNorm: true,
  }),
};
