import { toytownDataset } from '../../data/toytown/dataset.ts';
import { toytownTokenizer, vocabulary } from '../../data/toytown/index.ts';
import { architectures } from '../../models/architectures.ts';
import { gapToFloor } from '../measures/toytown.ts';
import type { Recipe } from '../recipe.ts';
import { common, firstWeights, smallModelDeviations, toytownData } from './defaults.ts';

/** One layer of little width: quick and often right, which is what a drafter for speculative decoding has to be. */
export const draftToytown: Recipe = {
  ...common,
  id: 'draft-toytown',
  what: 'A GPT-2 style decoder of one layer on Toytown stories, the drafter of speculative decoding',
  architecture: 'gpt2',
  config: architectures.gpt2.config({
    vocabulary: vocabulary.length,
    context: 128,
    width: 24,
    layers: 1,
    heads: 2,
    initializerRange: firstWeights(24),
  }),
  data: toytownData,
  dataset: toytownDataset,
  tokenizer: toytownTokenizer,
  deviations: smallModelDeviations,
  steps: 1_500,
  rows: 16,
  length: 128,
  schedule: { peak: 5e-3, warmUp: 100, finalShare: 0.02 },
  bars: async (params, config) => [await gapToFloor(params, config, { atMost: 1.2 })],
};
