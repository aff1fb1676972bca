/** The small decoder with other feed-forward layers, each with as many parameters as may be the same. */
import type { FeedForwardConfig, ModelConfig } from '../../models/config.ts';
import { smallConfig } from './small-toytown.ts';

const { width } = smallConfig;

const withFeedForward = (changes: Partial<FeedForwardConfig>): ModelConfig => ({
  ...smallConfig,
  layers: smallConfig.layers.map((layer) => ({
    ...layer,
    channelMixer:
      layer.channelMixer.kind === 'feed-forward' ? { ...layer.channelMixer, ...changes } : layer.channelMixer,
  })),
});

/** A layer of attention and one of feed-forward have 12 width^2 weights, attention alone has 4. */
const attentionAlone: ModelConfig = {
  ...smallConfig,
  layers: [...smallConfig.layers, ...smallConfig.layers, ...smallConfig.layers].map((layer) => ({
    ...layer,
    channelMixer: { kind: 'none' },
  })),
};

export const smallModelConfigs: ReadonlyMap<string, ModelConfig> = new Map([
  ['attention alone', attentionAlone],
  ['linear', withFeedForward({ activation: 'identity' })],
  ['ReLU', withFeedForward({ activation: 'relu' })],
  ['GELU', withFeedForward({ activation: 'gelu' })],
  // Three matrices for two.
  ['SwiGLU', withFeedForward({ activation: 'silu', gated: true, hidden: Math.round((8 * width) / 3) })],
]);
