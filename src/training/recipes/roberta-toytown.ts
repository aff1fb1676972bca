import {
  framed,
  maskedLength,
  maskedTokenizer,
  maskedToytown,
} from '../../data/objectives/toytown-masked.ts';
import { architectures } from '../../models/architectures.ts';
import { filledBlanks } from '../measures/blanks.ts';
import type { Recipe } from '../recipe.ts';
import {
  chosenDeviation,
  chosenWords,
  common,
  encoderSizes,
  firstWeightsDeviation,
  toytownData,
} from './defaults.ts';

/** Batches of stories before the first of them comes again. */
export const robertaCorpus = 2_000;

export const robertaToytown: Recipe = {
  ...common,
  id: 'roberta-toytown',
  what: 'RoBERTa: words of Toytown stories told from both sides, masked anew each time, without a second task',
  architecture: 'roberta',
  config: architectures.roberta.config(encoderSizes),
  data: toytownData,
  deviations: [
    firstWeightsDeviation,
    chosenDeviation,
    'No dropout: each story is read a few times, each time with other words hidden.',
    'The corpus is 64,000 stories, as for bert-toytown, masked anew whenever one is read (dynamic masking).',
  ],
  dataset: maskedToytown({ pairs: false, corpus: robertaCorpus, copies: null, chosen: chosenWords }),
  tokenizer: maskedTokenizer,
  steps: 5_000,
  rows: 32,
  length: maskedLength,
  schedule: { peak: 2e-3, warmUp: 400, finalShare: 0.02 },
  bars: async (params, config) => [
    await filledBlanks(params, config, {
      frame: (story) => ({ tokens: framed(story) }),
      length: maskedLength,
      atLeast: 0.95,
    }),
  ],
};
