/** Encoders: they read a whole text in both directions and fill in what is masked. */
import type { ModelConfig } from '../config.ts';
import { type Architecture, attentionOf, common, feedForwardOf, repeated, type Sizes } from './sizes.ts';

function bertConfig(sizes: Sizes, offset: number, segments: number): ModelConfig {
  return {
    stack: 'encoder',
    ...common(sizes),
    position: { kind: 'learned', maximum: sizes.context, offset },
    norm: { kind: 'layer', place: 'post', epsilon: 1e-12 },
    layers: repeated(sizes.layers, {
      mixer: attentionOf(sizes, { causal: false }),
      channelMixer: feedForwardOf(sizes, { activation: 'gelu' }),
    }),
    finalNorm: false,
    tiedHead: true,
    headBias: true,
    headTransform: 'gelu',
    embeddingNorm: true,
    segments,
    ...(sizes.classes ? { classes: sizes.classes } : {}),
  };
}

export const bert: Architecture = {
  title: 'BERT',
  paper:
    'Devlin et al. 2018, BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding',
  config: (sizes) => ({ ...bertConfig(sizes, 0, 2), pooler: true, nextSentence: true }),
};

/** BERT without its second task and without a second segment; the first two rows of its table of positions are unused. */
export const roberta: Architecture = {
  title: 'RoBERTa',
  paper: 'Liu et al. 2019, RoBERTa: A Robustly Optimized BERT Pretraining Approach',
  config: (sizes) => {
    const config = bertConfig(sizes, 2, 1);
    return {
      ...config,
      norm: { ...config.norm, epsilon: 1e-5 },
      ...(sizes.classes ? { pooler: true } : {}),
    };
  },
};
