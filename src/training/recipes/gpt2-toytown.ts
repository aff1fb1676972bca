import { toytownDataset } from '../../data/toytown/dataset.ts';
import { toytownTokenizer, vocabulary } from '../../data/toytown/index.ts';
import { architectures } from '../../models/architectures.ts';
import { gapToFloor, soundStories } from '../measures/toytown.ts';
import type { Recipe } from '../recipe.ts';
import { firstWeights } from './defaults.ts';

export const gpt2Toytown: Recipe = {
  id: 'gpt2-toytown',
  what: 'GPT-2 style decoder on Toytown stories, one word a token',
  architecture: 'gpt2',
  config: architectures.gpt2.config({
    vocabulary: vocabulary.length,
    context: 128,
    width: 96,
    layers: 4,
    heads: 4,
    initializerRange: firstWeights(96),
  }),
  data: [{ name: 'Toytown', licence: 'ours (MIT)', package: null }],
  deviations: [
    'The first weights have a standard deviation of 0.102, one over the root of the width, where GPT-2 has 0.02.',
    'No dropout: no text is seen twice.',
  ],
  dataset: toytownDataset,
  tokenizer: toytownTokenizer,
  seed: 1,
  steps: 15_000,
  rows: 16,
  length: 128,
  schedule: { peak: 3e-3, warmUp: 200, finalShare: 0.02, restart: { at: 10_000, peak: 1e-3 } },
  weightDecay: 0.01,
  clip: 1,
  beta2: 0.95,
  storage: 'float16',
  bars: async (params, config) => [
    await gapToFloor(params, config, { atMost: 0.05 }),
    await soundStories(params, config),
  ],
  savedSteps: [0, 250, 500, 1000, 2000, 4000],
};
