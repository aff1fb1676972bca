import {
  associativeDataset,
  associativeSource,
  associativeWords,
} from '../../data/tasks/associative-recall.ts';
import { inStages, stepsOf } from '../../data/tasks/in-stages.ts';
import { architectures } from '../../models/architectures.ts';
import type { ModelConfig } from '../../models/config.ts';
import type { Recipe } from '../recipe.ts';
import { rightAnswers, taskRecipe, taskSizes } from './tasks.ts';

const kinds = 16;
const pairs = 32;
/** And one more key. */
const lengthOf = (count: number): number => 2 * count + 1;
const length = lengthOf(pairs);
/** Easy texts first: few pairs of few kinds. */
const stages = [
  { drawn: 4, counts: [4], steps: 400 },
  { drawn: 8, counts: [4, 8], steps: 400 },
  { drawn: kinds, counts: [8, 16], steps: 500 },
  { drawn: kinds, counts: [8, 16, pairs], steps: 2_200 },
].map(({ drawn, counts, steps }) => ({
  steps,
  tasks: counts.map((count) => ({
    dataset: associativeDataset({ kinds, drawn, lastOnly: false }),
    length: lengthOf(count),
  })),
}));
/** Of a batch. */
const mostTokens = 1_536;
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
    dataset: inStages(associativeDataset({ kinds, lastOnly: false }), stages, mostTokens),
    words,
    source: associativeSource,
  }),
  id,
  what,
  architecture,
  config,
  deviations: [
    'Every key that stood before is asked for, where the paper asks for the last one alone.',
    'Easy texts first: 4 pairs of 4 kinds, then more of both, where the paper trains on one length. On all lengths in turn neither Hyena nor attention had learned it after 3,000 steps.',
  ],
  steps: stepsOf(stages),
  length,
});

/** As in the paper: of the last key alone. */
export const associated = (
  params: Parameters<Recipe['bars']>[0],
  config: ModelConfig,
  atLeast: number | null,
) =>
  rightAnswers(params, config, {
    what: `values recalled of the last key, after ${pairs} pairs`,
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
