/** Decoders of attention and dense feed-forward layers. */
import type { ModelConfig } from '../config.ts';
import { type Architecture, attentionOf, common, feedForwardOf, repeated, type Sizes } from './sizes.ts';

export const gpt2: Architecture = {
  title: 'GPT-2',
  paper: 'Radford et al. 2019, Language Models are Unsupervised Multitask Learners',
  config: (sizes) => ({
    stack: 'decoder',
    ...common(sizes),
    position: { kind: 'learned', maximum: sizes.context, offset: 0 },
    norm: { kind: 'layer', place: 'pre', epsilon: 1e-5 },
    layers: repeated(sizes.layers, { mixer: attentionOf(sizes), channelMixer: feedForwardOf(sizes) }),
    finalNorm: true,
    tiedHead: true,
    headBias: false,
  }),
};

const noBias = { bias: false, outputBias: false } as const;

/** Rotary positions, RMSNorm, SwiGLU, no bias, an output matrix of its own. */
export function llamaConfig(sizes: Sizes, window: number | null): ModelConfig {
  return {
    stack: 'decoder',
    ...common(sizes),
    position: { kind: 'rotary', base: 10000 },
    norm: { kind: 'rms', place: 'pre', epsilon: 1e-5 },
    layers: repeated(sizes.layers, {
      mixer: attentionOf(sizes, { ...noBias, window }),
      channelMixer: feedForwardOf(sizes, { activation: 'silu', gated: true, bias: false }),
    }),
    finalNorm: true,
    tiedHead: false,
    headBias: false,
  };
}

export const llama: Architecture = {
  title: 'LLaMA',
  paper: 'Touvron et al. 2023, LLaMA: Open and Efficient Foundation Language Models',
  config: (sizes) => llamaConfig(sizes, null),
};

export const mistral: Architecture = {
  title: 'Mistral',
  paper: 'Jiang et al. 2023, Mistral 7B',
  config: (sizes) =>
    llamaConfig(
      { ...sizes, keyValueHeads: sizes.keyValueHeads ?? quarter(sizes.heads) },
      sizes.window ?? Math.max(1, Math.floor(sizes.context / 8)),
    ),
};

/** 8 of 32, as in Mistral 7B; where a quarter is no whole number, all. */
export const quarter = (heads: number): number => (heads % 4 === 0 ? heads / 4 : heads);

export const palm: Architecture = {
  title: 'PaLM',
  paper: 'Chowdhery et al. 2022, PaLM: Scaling Language Modeling with Pathways',
  config: (sizes) => ({
    stack: 'decoder',
    ...common(sizes),
    position: { kind: 'rotary', base: 10000 },
    norm: { kind: 'layer', place: 'parallel', epsilon: 1e-6, bias: false },
    layers: repeated(sizes.layers, {
      mixer: attentionOf({ ...sizes, keyValueHeads: sizes.keyValueHeads ?? 1 }, noBias),
      channelMixer: feedForwardOf(
        { ...sizes, hidden: sizes.hidden ?? 4 * sizes.width },
        { activation: 'silu', gated: true, bias: false },
      ),
    }),
    finalNorm: true,
    tiedHead: true,
    headBias: false,
    embeddingRange: 1,
    headScale: sizes.width ** -0.5,
  }),
};
