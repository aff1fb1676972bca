import {
  heldOutExamples,
  textToTextDataset,
  textToTextSources,
  textToTextTokenizer,
  textToTextVocabulary,
  unseenCombinations,
} from '../../data/text-to-text/dataset.ts';
import { architectures } from '../../models/architectures.ts';
import { exactTexts } from '../measures/text-to-text.ts';
import type { Recipe } from '../recipe.ts';
import { common } from './defaults.ts';

const tried = 400;

export const t5Toytown: Recipe = {
  ...common,
  id: 't5-toytown',
  what: 'T5 (v1.0, ReLU) that translates Toytown into French, answers questions and corrects mistakes',
  architecture: 't5',
  config: architectures.t5.config({
    vocabulary: textToTextVocabulary.length,
    context: 64,
    width: 64,
    layers: 2,
    heads: 4,
    hidden: 192,
    initializerRange: 0.05,
  }),
  data: textToTextSources,
  deviations: [
    'AdamW with a cosine schedule, where T5 has Adafactor and an inverse square root.',
    'No dropout: no text is seen twice.',
    'The three tasks are trained together, with no span corruption among them.',
  ],
  dataset: textToTextDataset({ corruptionSteps: 250 }),
  tokenizer: textToTextTokenizer,
  steps: 6_000,
  rows: 32,
  length: 64,
  schedule: { peak: 3e-3, warmUp: 150, finalShare: 0.02 },
  bars: async (params, config) => [
    await exactTexts(params, config, {
      what: `exact translations, of ${tried} with a combination that training never says`,
      examples: unseenCombinations(tried),
      atLeast: 0.95,
    }),
    await exactTexts(params, config, {
      what: `exact translations, of ${tried} held-out passages`,
      examples: heldOutExamples('translate', tried),
      atLeast: null,
    }),
    await exactTexts(params, config, {
      what: `right answers, of ${tried} held-out questions`,
      examples: heldOutExamples('answer', tried),
      atLeast: null,
    }),
    await exactTexts(params, config, {
      what: `right corrections, of ${tried} held-out passages`,
      examples: heldOutExamples('correct', tried),
      atLeast: null,
    }),
  ],
};
