/** What the recipes of small tasks share: letters as tokens, the sizes of the papers' small models. */
import type { TaskDataset } from '../../data/tasks/task-dataset.ts';
import { wordTokenizer } from '../../data/tokenizers/word.ts';
import type { Sizes } from '../../models/architectures.ts';
import type { Bar, ModelCard } from '../../models/checkpoints/card.ts';
import type { ModelConfig } from '../../models/config.ts';
import type { Params } from '../../models/model.ts';
import { accuracyBar } from '../measures/accuracy.ts';
import type { Recipe } from '../recipe.ts';
import { common, firstWeights } from './defaults.ts';

/** Two layers of width 64, as in Gu and Dao 2023, section 4.1. */
export const taskSizes = {
  width: 64,
  layers: 2,
  heads: 4,
  initializerRange: firstWeights(64),
} as const satisfies Partial<Sizes>;

export interface TaskText {
  readonly dataset: TaskDataset;
  readonly words: readonly string[];
  readonly source: ModelCard['data'][number];
}

export const taskRecipe = ({ dataset, words, source }: TaskText) =>
  ({
    ...common,
    dataset,
    data: [source],
    tokenizer: () => wordTokenizer(words),
    rows: 32,
    schedule: { peak: 3e-3, warmUp: 100, finalShare: 0.05 },
    weightDecay: 0.01,
  }) satisfies Partial<Recipe>;

export interface AnswerOptions {
  readonly what: string;
  readonly dataset: TaskDataset;
  readonly length: number;
  readonly rows?: number;
  readonly batches?: number;
  readonly atLeast?: number | null;
}

/** The share of right answers on rows that training never saw, perhaps of another length. */
export const rightAnswers = (
  params: Params,
  config: ModelConfig,
  { what, dataset, length, rows = 32, batches = 16, atLeast = null }: AnswerOptions,
): Promise<Bar> =>
  accuracyBar(params, config, { what, batches: dataset.heldOut(batches, rows, length), atLeast });
