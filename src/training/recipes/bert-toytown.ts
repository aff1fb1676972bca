import {
  framedAsPair,
  maskedLength,
  maskedTokenizer,
  maskedToytown,
} from '../../data/objectives/toytown-masked.ts';
import { architectures } from '../../models/architectures.ts';
import { accuracyBar } from '../measures/accuracy.ts';
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

const dataset = maskedToytown({ pairs: true, corpus: 2_000, copies: 10, chosen: chosenWords });

export const bertToytown: Recipe = {
  ...common,
  id: 'bert-toytown',
  what: 'BERT: words of Toytown stories told from both sides, and whether one text follows another',
  architecture: 'bert',
  config: architectures.bert.config(encoderSizes),
  data: toytownData,
  deviations: [
    firstWeightsDeviation,
    chosenDeviation,
    'No dropout: each story is read a few times, each time with other words hidden.',
    'The corpus is 64,000 stories, each masked in ten ways (static masking, as in BERT).',
    'The two spans of a pair are whole sentences of one story, or of two.',
  ],
  dataset,
  tokenizer: maskedTokenizer,
  objectives: ['tokens', 'next-sentence'],
  steps: 9_000,
  rows: 32,
  length: maskedLength,
  schedule: { peak: 2e-3, warmUp: 400, finalShare: 0.02 },
  bars: async (params, config) => [
    await filledBlanks(params, config, { frame: framedAsPair, length: maskedLength, atLeast: 0.95 }),
    await accuracyBar(params, config, {
      what: 'next sentences told from others',
      batches: dataset.heldOut(24, 16, maskedLength),
      atLeast: null,
      objective: 'next-sentence',
    }),
  ],
};
