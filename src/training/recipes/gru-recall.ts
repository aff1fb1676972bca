import { inStages, stepsOf } from '../../data/tasks/in-stages.ts';
import {
  keyValueDataset,
  keyValueLength,
  keyValueSource,
  keyValueWords,
} from '../../data/tasks/key-value-recall.ts';
import { keyValueKinds, keyValueStages } from '../../data/tasks/key-value-stages.ts';
import type { TaskDataset } from '../../data/tasks/task-dataset.ts';
import { architectures } from '../../models/architectures.ts';
import type { ModelConfig } from '../../models/config.ts';
import { accuracyBar } from '../measures/accuracy.ts';
import type { Recipe } from '../recipe.ts';
import { taskRecipe, taskSizes } from './tasks.ts';

const kinds = { keys: keyValueKinds, values: keyValueKinds };
/** Of a batch. */
const mostTokens = 1_536;
const words = keyValueWords(kinds);
export const recallSizes = { ...taskSizes, vocabulary: words.length };
/** With so many units a layer has as many parameters as one of attention and a feed-forward layer of the same width. */
const units = 92;

export const recallConfigs = {
  gru: (context: number) => architectures.gru.config({ ...recallSizes, context, inner: units }),
  attention: (context: number) => architectures.gpt2.config({ ...recallSizes, context }),
} as const;

/** Easy texts first, up to so many pairs. */
function staged(most: number): TaskDataset {
  const stages = keyValueStages(most).map(({ drawn, pairs, steps }) => ({
    steps,
    tasks: pairs.map((count) => ({
      dataset: keyValueDataset({ ...kinds, drawn, pairs: [count] }),
      length: keyValueLength(count),
    })),
  }));
  return inStages(keyValueDataset({ ...kinds, pairs: [most] }), stages, mostTokens);
}

/** Any model on this task, with up to so many pairs. */
export const recallRecipe = (
  id: string,
  what: string,
  architecture: string,
  config: ModelConfig,
  most: number,
): Omit<Recipe, 'bars'> => ({
  ...taskRecipe({ dataset: staged(most), words, source: keyValueSource }),
  id,
  what,
  architecture,
  config,
  deviations: [
    'The questions follow the pairs at once, where the paper leaves gaps between them.',
    'Easy texts first: 4 pairs of 16 kinds, then more of both. From the first step on 64 kinds no attention was learned in 2,000 steps.',
  ],
  steps: stepsOf(keyValueStages(most)),
  length: keyValueLength(most),
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

const most = 32;

export const gruRecall: Recipe = {
  ...recallRecipe(
    'gru-recall',
    'GRU that keeps pairs of keys and values in its state until they are asked for',
    'gru',
    recallConfigs.gru(keyValueLength(most)),
    most,
  ),
  bars: async (params, config) => [
    await recalled(params, config, 4),
    await recalled(params, config, 8),
    await recalled(params, config, 16),
    await recalled(params, config, 32, { atMost: 0.5 }),
  ],
};
