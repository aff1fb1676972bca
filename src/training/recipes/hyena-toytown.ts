import { architectures } from '../../models/architectures.ts';
import { gapToFloor } from '../measures/toytown.ts';
import type { Recipe } from '../recipe.ts';
import { common, smallModelDeviations, toytownSizes, toytownText } from './defaults.ts';

const sineDeviation =
  'The sines of the network that writes the filters have a frequency of 1, the default of the authors’ code, where their models of language have 14 for texts of 2,048 tokens: these are 128 long.';

export const hyenaToytown: Recipe = {
  ...common,
  ...toytownText,
  id: 'hyena-toytown',
  what: 'Hyena: long convolutions with gates instead of attention, on Toytown stories',
  architecture: 'hyena',
  config: architectures.hyena.config(toytownSizes),
  deviations: [sineDeviation, ...smallModelDeviations],
  storage: 'int8',
  steps: 6_000,
  schedule: { peak: 3e-3, warmUp: 200, finalShare: 0.02 },
  bars: async (params, config) => [await gapToFloor(params, config, { atMost: 0.08 })],
};
