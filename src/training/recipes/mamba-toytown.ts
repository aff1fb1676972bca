import { architectures } from '../../models/architectures.ts';
import { gapToFloor } from '../measures/toytown.ts';
import type { Recipe } from '../recipe.ts';
import { common, smallModelDeviations, toytownSizes, toytownText } from './defaults.ts';

export const mambaToytown: Recipe = {
  ...common,
  ...toytownText,
  id: 'mamba-toytown',
  what: 'Mamba: selective state spaces instead of attention, on Toytown stories',
  architecture: 'mamba',
  config: architectures.mamba.config({ ...toytownSizes, layers: 2 * toytownSizes.layers }),
  deviations: smallModelDeviations,
  storage: 'int8',
  steps: 5_000,
  schedule: { peak: 3e-3, warmUp: 200, finalShare: 0.02 },
  bars: async (params, config) => [await gapToFloor(params, config, { atMost: 0.08 })],
};
