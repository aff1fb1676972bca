/** Configs of which the cache is counted, and the same with other numbers of key-value heads or another window. */

import type { AttentionConfig, ModelConfig } from '../../models/config.ts';
import { stateBytes } from '../../models/count.ts';
import { presets } from '../../models/presets.ts';
import type { CacheModel } from '../messages/kv-cache.ts';
import { gpt2Config } from './gpt2-config.ts';
import { shippedModels } from './models.ts';

const tiny = shippedModels['gpt2-toytown'];

function published(id: string): ModelConfig {
  const found = presets.find((preset) => preset.id === id);
  if (!found) throw new Error(`There is no published model ${id}.`);
  return found.config;
}

export const cacheConfigs: Readonly<Record<CacheModel, ModelConfig>> = {
  'gpt2-toytown': gpt2Config(tiny),
  'llama2-70b': published('llama2-70b'),
  'mistral-7b': published('mistral-7b'),
};

export function attentionIn(config: ModelConfig): AttentionConfig {
  const mixer = config.layers[0]?.mixer;
  if (mixer?.kind !== 'attention') throw new Error('The model has no attention.');
  return mixer;
}

export function withCache(
  config: ModelConfig,
  change: Partial<Pick<AttentionConfig, 'keyValueHeads' | 'window'>>,
): ModelConfig {
  return {
    ...config,
    layers: config.layers.map((layer) =>
      layer.mixer.kind === 'attention' ? { ...layer, mixer: { ...layer.mixer, ...change } } : layer,
    ),
  };
}

interface CacheCost {
  readonly token: number;
  readonly total: number;
}

export const cacheCost = (config: ModelConfig, length: number, bytesEach: number): CacheCost => ({
  token: stateBytes(config, 1, 0, bytesEach),
  total: stateBytes(config, length, 0, bytesEach),
});
