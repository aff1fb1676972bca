import {
  keyValueDataset,
  keyValueLength,
  keyValueSource,
  keyValueWords,
} from '../../data/tasks/key-value-recall.ts';
import type { TaskDataset } from '../../data/tasks/task-dataset.ts';
import { architectures } from '../../models/architectures.ts';
import type { ModelConfig } from '../../models/config.ts';
import { accuracyBar } from '../measures/accuracy.ts';
import type { Recipe } from '../recipe.ts';
import { taskRecipe, taskSizes } from './tasks.ts';

const kinds = { keys: 64, values: 64 };
const words = keyValueWords(kinds);
export const recallSizes = { ...taskSizes, vocabulary: words.length };
/** With so many units a layer has as many parameters as one of attention and a feed-forward layer of the same width. */
const units = 92;

export const recallConfigs = {
  gru: (context: number) => architectures.gru.config({ ...recallSizes, context, inner: units }),
  attention: (context: number) => architectures.gpt2.config({ ...recallSizes, context }),
} as const;

/** Batches of each number of pairs in turn: few pairs show in a few steps what many would show in many. */
function inTurn(pairs: readonly number[]): TaskDataset {
  const longest = keyValueLength(Math.max(...pairs));
  const each = pairs.map((count) => ({
    length: keyValueLength(count),
    dataset: keyValueDataset({ ...kinds, pairs: [count] }),
  }));
  return {
    ...keyValueDataset({ ...kinds, pairs }),
    training(seed, index, rows) {
      const { length, dataset } = each[index % each.length] as (typeof each)[number];
      return dataset.training(seed, index, Math.floor((rows * longest) / length), length);
    },
  };
}

/** Any model on these numbers of pairs in turn, in batches of about as many tokens. */
export const recallRecipe = (
  id: string,
  what: string,
  architecture: string,
  config: ModelConfig,
  pairs: readonly number[],
): Omit<Recipe, 'bars'> => ({
  ...taskRecipe({ dataset: inTurn(pairs), words, source: keyValueSource }),
  id,
  what,
  architecture,
  config,
  deviations: ['The questions follow the pairs at once, where the paper leaves gaps between them.'],
  steps: 2_000,
  rows: 16,
  length: keyValueLength(Math.max(...pairs)),
});

/** The share of values that are recalled from so many pairs. */
export const recalled = (
  params: Parameters<Recipe['bars']>[0],
  config: ModelConfig,
  pairs: number,
  {
    atMost = null,
    atLeast = null,
  }: { readonly atMost?: number | null; readonly atLeast?: number | null } = {},
) => {
  const dataset = keyValueDataset({ ...kinds, pairs: [pairs] });
  const batches = dataset.heldOut(8, 32, keyValueLength(pairs));
  return accuracyBar(params, config, { what: `values recalled of ${pairs} pairs`, batches, atLeast, atMost });
};

const trained = [4, 8, 16, 32];

export const gruRecall: Recipe = {
  ...recallRecipe(
    'gru-recall',
    'GRU that keeps pairs of keys and values in its state until they are asked for',
    'gru',
    recallConfigs.gru(keyValueLength(32)),
    trained,
  ),
  bars: async (params, config) => [
    await recalled(params, config, 4),
    await recalled(params, config, 8),
    await recalled(params, config, 16),
    await recalled(params, config, 32, { atMost: 0.5 }),
  ],
};
