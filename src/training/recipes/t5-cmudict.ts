import { cmuDataset } from '../../data/corpora/cmu-dictionary.ts';
import { lazyDataset } from '../../data/lazy-dataset.ts';
import { pronunciationTokenizer } from '../../data/pronunciations.ts';
import { architectures } from '../../models/architectures.ts';
import { spellingBars } from '../measures/spelling.ts';
import type { Recipe } from '../recipe.ts';
import { common, firstWeights } from './defaults.ts';

const { dataset, open } = lazyDataset(cmuDataset);
const width = 64;
const length = 24;

export const t5Cmudict: Recipe = {
  ...common,
  id: 't5-cmudict',
  what: 'T5: from the spelling of English words to their sounds',
  architecture: 't5',
  config: architectures.t5.config({
    vocabulary: pronunciationTokenizer().vocabulary.length,
    context: length,
    width,
    layers: 2,
    encoderLayers: 3,
    heads: 4,
    buckets: 16,
    maximumDistance: 16,
    initializerRange: firstWeights(width) / 2,
  }),
  data: [
    {
      name: 'CMU Pronouncing Dictionary, plain words of 3 to 10 letters, without stress marks',
      licence: 'BSD-2-Clause (Carnegie Mellon University)',
      package: 'cmu-pronouncing-dictionary 3.0.0',
    },
  ],
  deviations: [
    'Trained on this task alone: no span corruption before, no prefix.',
    'No dropout: a model so small does not learn the words by heart.',
    'AdamW where the paper has Adafactor.',
  ],
  dataset,
  tokenizer: pronunciationTokenizer,
  steps: 6_000,
  rows: 96,
  length,
  schedule: { peak: 4e-3, warmUp: 300, finalShare: 0.02 },
  bars: (params, config) => spellingBars(params, config, open().items.test),
};
