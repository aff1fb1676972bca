/** What recipes share: how a small model is trained, and the corpora that several of them read. */
import { maskedLength, maskedVocabulary } from '../../data/objectives/toytown-masked.ts';
import { toytownDataset } from '../../data/toytown/dataset.ts';
import { toytownTokenizer, vocabulary } from '../../data/toytown/index.ts';
import type { Sizes } from '../../models/architectures.ts';
import type { Recipe } from '../recipe.ts';

export const common = {
  seed: 1,
  weightDecay: 0.01,
  clip: 1,
  beta2: 0.95,
  storage: 'float16',
  savedSteps: [],
} as const satisfies Partial<Recipe>;

/** A standard deviation of the first weights that suits small widths: one over the root of the width. */
export const firstWeights = (width: number): number => Number((width ** -0.5).toFixed(3));

export const toytownData: Recipe['data'] = [{ name: 'Toytown', licence: 'ours (MIT)', package: null }];

/** Windows of whole stories, each beginning with one. */
export const toytownText = {
  data: toytownData,
  dataset: toytownDataset,
  tokenizer: toytownTokenizer,
  rows: 16,
  length: 128,
} as const satisfies Partial<Recipe>;

/** The same for every architecture that tells Toytown's stories, so that they can be compared. */
export const toytownSizes: Sizes = {
  vocabulary: vocabulary.length,
  context: 128,
  width: 96,
  layers: 4,
  heads: 4,
  initializerRange: firstWeights(96),
};

/** Of the encoders that read the same stories: narrower, since what a step teaches them is a tenth of what it teaches a decoder. */
export const encoderSizes: Sizes = {
  ...toytownSizes,
  width: 64,
  initializerRange: firstWeights(64),
  vocabulary: maskedVocabulary.length,
  context: maskedLength,
};

export const firstWeightsDeviation =
  'The first weights have a standard deviation of one over the root of the width, which suits so small a model better than 0.02.';

export const smallModelDeviations: readonly string[] = [
  firstWeightsDeviation,
  'No dropout: no text is seen twice.',
];

/** Of the words of a story, the share that an encoder is to tell. */
export const chosenWords = 0.3;

export const chosenDeviation =
  'Of the words 30 % are to be told, where the paper has 15 %: a step teaches twice as much (as Wettig et al. 2023 found of larger models), and 15 % left most blanks wrong here in the time that a recipe has.';
