import { architectures } from '../../models/architectures.ts';
import { gapToFloor } from '../measures/toytown.ts';
import type { Recipe } from '../recipe.ts';
import { common, smallModelDeviations, toytownSizes, toytownText } from './defaults.ts';

export const hybridToytown: Recipe = {
  ...common,
  ...toytownText,
  id: 'hybrid-toytown',
  what: 'One attention layer among three Mamba layers, after Jamba, on Toytown stories',
  architecture: 'hybrid',
  config: architectures.hybrid.config(toytownSizes),
  deviations: smallModelDeviations,
  storage: 'int8',
  steps: 3_000,
  schedule: { peak: 3e-3, warmUp: 200, finalShare: 0.02 },
  bars: async (params, config) => [await gapToFloor(params, config, { atMost: 0.08 })],
};
