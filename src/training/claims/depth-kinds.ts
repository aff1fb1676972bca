/** The small decoder of four layers, of which every second may let only some words pass. */
import type { ModelConfig } from '../../models/config.ts';
import { deepConfig } from './small-toytown.ts';

const layers = 4;

const routed = (capacity: number): ModelConfig => {
  const config = deepConfig(layers);
  return {
    ...config,
    layers: config.layers.map((layer, index) =>
      index % 2 === 1 ? { ...layer, depth: { capacity } } : layer,
    ),
  };
};

/** By name. */
export const depthConfigs: ReadonlyMap<string, ModelConfig> = new Map([
  ['all pass', deepConfig(layers)],
  ['half pass', routed(0.5)],
  ['an eighth passes', routed(0.125)],
  ['two layers', deepConfig(layers / 2)],
]);
