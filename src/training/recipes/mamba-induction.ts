import { triggerDataset, triggerSource, triggerWords } from '../../data/tasks/trigger.ts';
import { architectures } from '../../models/architectures.ts';
import type { ModelConfig } from '../../models/config.ts';
import type { Params } from '../../models/model.ts';
import type { Recipe } from '../recipe.ts';
import { rightAnswers, taskRecipe, taskSizes } from './tasks.ts';

const letters = 15;
const trained = 64;
const dataset = triggerDataset(letters);
const words = triggerWords(letters);
/** The longest text that is tried. */
export const longest = 4_096;
export const triggerSizes = { ...taskSizes, vocabulary: words.length, context: longest };

/** Right answers at `length` tokens; as many tokens are read whatever the length. */
export const triggeredRight = (
  params: Params,
  config: ModelConfig,
  length: number,
  atLeast: number | null = null,
) => {
  const what = `right answers at ${length} tokens, trained at ${trained}`;
  const rows = Math.max(4, Math.min(64, 4_096 / length));
  return rightAnswers(params, config, { what, dataset, length, rows, batches: 128 / rows, atLeast });
};

/** Any architecture on the same task, so that others can be held against Mamba. */
export const triggerRecipe = (
  id: string,
  what: string,
  architecture: string,
  config: ModelConfig,
): Omit<Recipe, 'bars'> => ({
  ...taskRecipe({ dataset, words, source: triggerSource }),
  id,
  what,
  architecture,
  config,
  deviations: [`Trained on ${trained} tokens, where the paper trains on 256.`],
  steps: 1_600,
  rows: 16,
  length: trained,
});

export const mambaInduction: Recipe = {
  ...triggerRecipe(
    'mamba-induction',
    'Mamba that tells what followed a special token, however long ago that was',
    'mamba',
    architectures.mamba.config(triggerSizes),
  ),
  bars: async (params, config) => [
    await triggeredRight(params, config, trained),
    await triggeredRight(params, config, 256),
    await triggeredRight(params, config, 16 * trained, 0.9),
    await triggeredRight(params, config, longest),
  ],
};
