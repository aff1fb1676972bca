/**
 * Every architecture is a row of choices. A row takes the sizes and answers with the full config; what is not a size
 * is what the architecture is.
 */
import type { LayerConfig, ModelConfig } from './config.ts';

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
  /** Default: 4 x width. */
  readonly hidden?: number;
  readonly initializerRange?: number;
}

export interface Architecture {
  readonly title: string;
  readonly paper: string;
  config(sizes: Sizes): ModelConfig;
}

const repeated = (layers: number, layer: LayerConfig): LayerConfig[] =>
  Array.from({ length: layers }, () => layer);

const gpt2: Architecture = {
  title: 'GPT-2',
  paper: 'Radford et al. 2019, Language Models are Unsupervised Multitask Learners',
  config: (sizes) => ({
    stack: 'decoder',
    vocabulary: sizes.vocabulary,
    width: sizes.width,
    context: sizes.context,
    position: { kind: 'learned', maximum: sizes.context, offset: 0 },
    norm: { kind: 'layer', place: 'pre', epsilon: 1e-5 },
    layers: repeated(sizes.layers, {
      mixer: {
        kind: 'attention',
        heads: sizes.heads,
        keyValueHeads: sizes.keyValueHeads ?? sizes.heads,
        headSize: sizes.headSize ?? sizes.width / sizes.heads,
        window: null,
        causal: true,
        scaled: true,
        bias: true,
        outputBias: true,
      },
      channelMixer: {
        kind: 'feed-forward',
        hidden: sizes.hidden ?? 4 * sizes.width,
        activation: 'gelu-tanh',
        gated: false,
        bias: true,
      },
    }),
    finalNorm: true,
    tiedHead: true,
    headBias: false,
    initializerRange: sizes.initializerRange ?? 0.02,
  }),
};

export const architectures = { gpt2 } as const satisfies Record<string, Architecture>;

export type ArchitectureId = keyof typeof architectures;
