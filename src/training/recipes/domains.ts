/** Models of four kinds of text: two with experts, and for each a dense one that works as much on a token. */
import { domainDataset, domainSources, domainTokenizer, domainVocabulary } from '../../data/domains.ts';
import type { Sizes } from '../../models/architectures.ts';
import { lossOverFloor, lossUnder } from '../measures/comparison.ts';
import { busiestExpert } from '../measures/experts.ts';
import type { Recipe } from '../recipe.ts';
import { common, firstWeights } from './defaults.ts';

const length = 128;
const rows = 16;
const width = 48;

/** So small that a dense model of this size stays over the floor. */
export const domainSizes = {
  vocabulary: domainVocabulary.length,
  context: length,
  width,
  layers: 2,
  heads: 4,
  hidden: 2 * width,
  initializerRange: firstWeights(width),
} as const satisfies Sizes;

export const domainText = {
  ...common,
  data: domainSources,
  dataset: domainDataset,
  tokenizer: domainTokenizer,
  rows,
  length,
  steps: 4_000,
  schedule: { peak: 4e-3, warmUp: 200, finalShare: 0.02 },
} as const satisfies Partial<Recipe>;

export const domainDeviations: readonly string[] = [
  'The first weights have a standard deviation of one over the root of the width, which suits so small a model better than 0.02.',
  'No dropout: no text is seen twice.',
];

export const domainBatches = (count = 32) => domainDataset.heldOut(count, rows, length);

export const denseBars: Recipe['bars'] = async (params, config) => [
  await lossOverFloor(params, config, domainBatches(), { atLeast: 0.1, atMost: null }),
];

/** Under the dense model's loss, with no expert twice as busy as its share. */
export const expertBars =
  (rival: string): Recipe['bars'] =>
  async (params, config, open) => [
    await lossUnder(rival, open, [params, config], domainBatches()),
    await lossOverFloor(params, config, domainBatches(), { atLeast: null, atMost: null }),
    await busiestExpert(params, config, domainBatches(16), { atMost: 2, atLeast: null }),
  ];
