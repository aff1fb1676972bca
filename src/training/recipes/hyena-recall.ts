import {
  associativeDataset,
  associativeSource,
  associativeWords,
} from '../../data/tasks/associative-recall.ts';
import { lengthsInTurn } from '../../data/tasks/lengths-in-turn.ts';
import { architectures } from '../../models/architectures.ts';
import type { ModelConfig } from '../../models/config.ts';
import type { Recipe } from '../recipe.ts';
import { rightAnswers, taskRecipe, taskSizes } from './tasks.ts';

const kinds = 16;
/** 32 pairs and one more key; 4, 8 and 16 pairs in training as well. */
const length = 65;
const trainingLengths = [9, 17, 33, length];
const words = associativeWords(kinds);
export const associativeSizes = { ...taskSizes, vocabulary: words.length, context: length };

/** Any model on the same task. */
export const associativeRecipe = (
  id: string,
  what: string,
  architecture: string,
  config: ModelConfig,
): Omit<Recipe, 'bars'> => ({
  ...taskRecipe({
    dataset: lengthsInTurn(associativeDataset({ kinds, lastOnly: false }), trainingLengths),
    words,
    source: associativeSource,
  }),
  id,
  what,
  architecture,
  config,
  deviations: [
    'Every key that stood before is asked for, where the paper asks for the last one alone.',
    'Texts of 4, 8, 16 and 32 pairs in turn, where the paper trains on one length: short ones are learned first.',
  ],
  steps: 3_000,
  length,
});

/** As in the paper: of the last key alone. */
export const associated = (
  params: Parameters<Recipe['bars']>[0],
  config: ModelConfig,
  atLeast: number | null,
) =>
  rightAnswers(params, config, {
    what: `values recalled of the last key, after ${(length - 1) / 2} pairs`,
    dataset: associativeDataset({ kinds, lastOnly: true }),
    length,
    atLeast,
  });

export const hyenaRecall: Recipe = {
  ...associativeRecipe(
    'hyena-recall',
    'Hyena that recalls what belongs to a key',
    'hyena',
    architectures.hyena.config(associativeSizes),
  ),
  // Attention can have no more than 1.
  bars: async (params, config) => [await associated(params, config, 0.95)],
};
