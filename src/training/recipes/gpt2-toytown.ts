import { wordTokenizer } from '../../data/tokenizers/word.ts';
import { toytownDataset } from '../../data/toytown/dataset.ts';
import { vocabulary } from '../../data/toytown/lexicon.ts';
import { architectures } from '../../models/architectures.ts';
import type { Recipe } from '../recipe.ts';

export const gpt2Toytown: Recipe = {
  id: 'gpt2-toytown',
  what: 'GPT-2 style decoder on Toytown stories, one word a token',
  architecture: 'gpt2',
  config: architectures.gpt2.config({
    vocabulary: vocabulary.length,
    context: 128,
    width: 64,
    layers: 4,
    heads: 4,
    initializerRange: 0.05,
  }),
  data: [{ name: 'Toytown', licence: 'ours (MIT)', package: null }],
  deviations: [
    'The first weights have a standard deviation of 0.05 where GPT-2 has 0.02: the model is twelve times narrower.',
    'No dropout: no text is seen twice.',
  ],
  dataset: toytownDataset,
  tokenizer: () => wordTokenizer(vocabulary),
  seed: 1,
  steps: 10_000,
  rows: 16,
  length: 128,
  schedule: { peak: 3e-3, warmUp: 200, finalShare: 0.02 },
  weightDecay: 0.01,
  clip: 1,
  beta2: 0.95,
  savedSteps: [0, 500, 1500, 3000, 5000, 7500],
};
