/** Models whose feed-forward layers are mixtures of experts. */
import type { FeedForwardConfig, LayerConfig, MixtureConfig } from '../config.ts';
import { gpt2, llamaConfig, quarter } from './decoders.ts';
import type { Architecture, Sizes } from './sizes.ts';
import { t5 } from './two-stacks.ts';

/** Top 1, an expert takes only so many tokens, and the router's probability is the weight. */
const switched = (dense: FeedForwardConfig, sizes: Sizes): MixtureConfig => ({
  ...dense,
  kind: 'mixture-of-experts',
  experts: sizes.experts ?? 8,
  chosen: 1,
  capacityFactor: sizes.capacityFactor ?? 1.25,
  renormalized: false,
  loadBalance: 0.01,
  routerZ: 0,
});

const withExperts = (
  layer: LayerConfig,
  experts: (dense: FeedForwardConfig) => MixtureConfig,
): LayerConfig =>
  layer.channelMixer.kind === 'feed-forward'
    ? { ...layer, channelMixer: experts(layer.channelMixer) }
    : layer;

export const mixtral: Architecture = {
  title: 'Mixtral',
  paper: 'Jiang et al. 2024, Mixtral of Experts',
  config: (sizes) => {
    const dense = llamaConfig({ ...sizes, keyValueHeads: sizes.keyValueHeads ?? quarter(sizes.heads) }, null);
    const experts = (own: FeedForwardConfig): MixtureConfig => ({
      ...switched(own, sizes),
      chosen: Math.min(2, sizes.experts ?? 8),
      capacityFactor: sizes.capacityFactor ?? null,
      renormalized: true,
      // Hugging Face's default; the paper gives none.
      loadBalance: 0.001,
    });
    return {
      ...dense,
      position: { kind: 'rotary', base: 1e6 },
      layers: dense.layers.map((layer) => withExperts(layer, experts)),
    };
  },
};

/** T5, with experts in every second layer of both stacks. */
export const switchTransformer: Architecture = {
  title: 'Switch Transformer',
  paper:
    'Fedus et al. 2021, Switch Transformers: Scaling to Trillion Parameter Models with Simple and Efficient Sparsity',
  config: (sizes) => {
    const dense = t5.config(sizes);
    const step = sizes.sparseStep ?? 2;
    const sparse = (layer: LayerConfig, index: number) =>
      step === 1 || index % step === 1 ? withExperts(layer, (own) => switched(own, sizes)) : layer;
    return {
      ...dense,
      layers: dense.layers.map(sparse),
      ...(dense.encoder ? { encoder: { ...dense.encoder, layers: dense.encoder.layers.map(sparse) } } : {}),
    };
  },
};

/** GPT-2 with Switch's experts in every layer: the paper's routing in a decoder, which the paper does not train. */
export const switchDecoder: Architecture = {
  title: 'Switch routing in a decoder',
  paper: switchTransformer.paper,
  config: (sizes) => {
    const dense = gpt2.config(sizes);
    return {
      ...dense,
      layers: dense.layers.map((layer) => withExperts(layer, (own) => switched(own, sizes))),
    };
  },
};
