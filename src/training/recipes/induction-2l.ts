import { inductionDataset } from '../../data/tasks/induction.ts';
import { wordTokenizer } from '../../data/tokenizers/word.ts';
import { architectures } from '../../models/architectures.ts';
import type { ModelConfig } from '../../models/config.ts';
import { accuracyBar } from '../measures/accuracy.ts';
import { prefixMatchingBar } from '../measures/prefix-matching.ts';
import type { Recipe } from '../recipe.ts';
import { common, firstWeights } from './defaults.ts';

const vocabulary = 64;
const length = 64;
/** Blocks in training; those of the test are longer than any of them. */
const training = { vocabulary, shortest: 4, longest: 20 };
const unseen = { vocabulary, shortest: 21, longest: 30 };
export const inductionTest = { ...unseen, length, rows: 64, seed: 2 };

/** Layers of attention and nothing else, as in the paper. */
export function attentionOnly(layers: number): ModelConfig {
  const sizes = { vocabulary, context: length, width: 64, layers, heads: 4 };
  const config = architectures.gpt2.config({ ...sizes, initializerRange: firstWeights(64) });
  return {
    ...config,
    position: { kind: 'rotary', base: 10000 },
    layers: config.layers.map((layer) => ({ ...layer, channelMixer: { kind: 'none' } })),
  };
}

/** Any number of layers, so that one can be compared with two. */
export const inductionRecipe = (layers: number): Recipe => ({
  ...common,
  id: `induction-${layers}l`,
  what: `Attention-only decoder of ${layers} ${layers === 1 ? 'layer' : 'layers'} on repeated random tokens`,
  architecture: 'gpt2',
  config: attentionOnly(layers),
  data: [{ name: 'Repeated random tokens', licence: 'ours (MIT)', package: null }],
  deviations: [
    'No feed-forward layers, as in the attention-only models of Olsson et al. 2022.',
    'Positions turn queries and keys; Olsson et al. add theirs to queries and keys. Neither reaches the values.',
  ],
  dataset: inductionDataset(training),
  tokenizer: () => wordTokenizer(Array.from({ length: vocabulary }, (_, id) => `t${id}`)),
  steps: 1_500,
  rows: 32,
  length,
  schedule: { peak: 3e-3, warmUp: 100, finalShare: 0.1 },
  bars: async (params, config) => [
    await prefixMatchingBar(params, config, inductionTest, { atLeast: 0.8, atMost: null }),
    await accuracyBar(params, config, {
      what: 'right tokens in the repetition of blocks longer than any in training',
      batches: inductionDataset(unseen).heldOut(8, 32, length),
      atLeast: null,
    }),
  ],
});

export const induction2l: Recipe = { ...inductionRecipe(2), savedSteps: [0, 200, 400, 600, 800, 1000] };
