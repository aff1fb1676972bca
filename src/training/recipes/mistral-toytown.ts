import { architectures } from '../../models/architectures.ts';
import { gapToFloor, soundStories } from '../measures/toytown.ts';
import type { Recipe } from '../recipe.ts';
import { common, smallModelDeviations, toytownSizes, toytownText } from './defaults.ts';

export const mistralToytown: Recipe = {
  ...common,
  ...toytownText,
  id: 'mistral-toytown',
  what: 'Mistral style decoder: LLaMA with grouped queries and a sliding window, on Toytown stories',
  architecture: 'mistral',
  config: architectures.mistral.config({ ...toytownSizes, window: 48 }),
  deviations: smallModelDeviations,
  steps: 12_000,
  schedule: { peak: 3e-3, warmUp: 200, finalShare: 0.02, restart: { at: 8_000, peak: 1e-3 } },
  bars: async (params, config) => [
    await gapToFloor(params, config, { atMost: 0.05 }),
    await soundStories(params, config),
  ],
};
