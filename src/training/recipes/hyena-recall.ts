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
  { drawn: 4, counts: [4], steps: 300 },
  { drawn: 8, counts: [8, 16], steps: 900 },
  { drawn: kinds, counts: [16, pairs], steps: 1_800 },
  { drawn: kinds, counts: [pairs], steps: 7_000 },
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
  schedule: { peak: 2e-3, warmUp: 100, finalShare: 0.05 },
  id,
  what,
  architecture,
  config,
  deviations: [
    'Every key that stood before is asked for, where the paper asks for the last one alone.',
    'Easy texts first: 4 pairs of 4 kinds, then more of both, where the paper trains on one length. On all lengths in turn neither Hyena nor attention had learned it after 3,000 steps.',
    'Of Hyena the sines of the network that writes the filters have a frequency of 1, where the authors’ code has 10 for texts of 131,072 tokens: these are 65 long. Their window is measured by twice that length, and so fades half as fast.',
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

/** With positions for twice the text, its filters fade half as fast: a key may have stood at the beginning. */
export const recallingHyena = architectures.hyena.config({
  ...associativeSizes,
  context: 2 * length,
});

export const hyenaRecall: Recipe = {
  ...associativeRecipe('hyena-recall', 'Hyena that recalls what belongs to a key', 'hyena', recallingHyena),
  // Attention can have no more than 1.
  bars: async (params, config) => [await associated(params, config, 0.95)],
};
