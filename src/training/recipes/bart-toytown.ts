import {
  denoisedLength,
  denoisedTokenizer,
  denoisedToytown,
  denoisedVocabulary,
} from '../../data/objectives/toytown-denoised.ts';
import { architectures } from '../../models/architectures.ts';
import { restoredBlanks } from '../measures/blanks.ts';
import type { Recipe } from '../recipe.ts';
import { common, encoderSizes, smallModelDeviations, toytownData } from './defaults.ts';

export const bartToytown: Recipe = {
  ...common,
  id: 'bart-toytown',
  what: 'BART: damaged Toytown stories written whole again',
  architecture: 'bart',
  config: architectures.bart.config({
    ...encoderSizes,
    vocabulary: denoisedVocabulary.length,
    context: denoisedLength,
    layers: 2,
    encoderLayers: 3,
  }),
  data: toytownData,
  deviations: [
    ...smallModelDeviations,
    'Each story suffers one of the five noises of the paper, text infilling half of the time; the final model of the paper has infilling and sentence permutation together.',
  ],
  dataset: denoisedToytown,
  tokenizer: denoisedTokenizer,
  steps: 6_000,
  rows: 16,
  length: denoisedLength,
  schedule: { peak: 2e-3, warmUp: 400, finalShare: 0.02 },
  bars: (params, config) => restoredBlanks(params, config, { length: denoisedLength, atLeast: 0.9 }),
};
