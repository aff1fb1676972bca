import { architectures } from '../../models/architectures.ts';
import { gapToFloor, soundStories } from '../measures/toytown.ts';
import type { Recipe } from '../recipe.ts';
import { common, smallModelDeviations, toytownSizes, toytownText } from './defaults.ts';

export const llamaToytown: Recipe = {
  ...common,
  ...toytownText,
  id: 'llama-toytown',
  what: 'LLaMA style decoder: RMSNorm, rotary positions, SwiGLU, on Toytown stories',
  architecture: 'llama',
  config: architectures.llama.config(toytownSizes),
  deviations: smallModelDeviations,
  steps: 18_000,
  schedule: { peak: 3e-3, warmUp: 200, finalShare: 0.02, restart: { at: 12_000, peak: 1e-3 } },
  bars: async (params, config) => [
    await gapToFloor(params, config, { atMost: 0.05 }),
    await soundStories(params, config),
  ],
};
