import { copyingDataset, copyingWords, selectiveCopyingSource } from '../../data/tasks/copying.ts';
import { architectures } from '../../models/architectures.ts';
import type { ModelConfig } from '../../models/config.ts';
import type { Recipe } from '../recipe.ts';
import { rightAnswers, taskRecipe, taskSizes } from './tasks.ts';

const letters = 16;
const kept = 8;
const length = 72;
const dataset = copyingDataset({ letters, kept, selective: true });
const words = copyingWords(letters);
export const copyingSizes = { ...taskSizes, vocabulary: words.length, context: length };

/** Any mixer on the same task, so that others can be held against selection. */
export const copyingRecipe = (
  id: string,
  what: string,
  architecture: string,
  config: ModelConfig,
): Omit<Recipe, 'bars'> => ({
  ...taskRecipe({ dataset, words, source: selectiveCopyingSource }),
  id,
  what,
  architecture,
  config,
  deviations: [
    `${kept} letters among ${length - 2 * kept} silences, where the paper keeps 16 tokens of 4,096.`,
  ],
  steps: 4_000,
  length,
});

export const copiedRight = (
  params: Parameters<Recipe['bars']>[0],
  config: ModelConfig,
  atLeast: number | null,
) => {
  const what = `letters copied right, ${kept} in a row of ${length} tokens`;
  return rightAnswers(params, config, { what, dataset, length, atLeast });
};

export const mambaCopying: Recipe = {
  ...copyingRecipe(
    'mamba-copying',
    'Mamba that keeps the letters and forgets the silence between them: selective copying',
    'mamba',
    architectures.mamba.config(copyingSizes),
  ),
  bars: async (params, config) => [await copiedRight(params, config, 0.95)],
};
