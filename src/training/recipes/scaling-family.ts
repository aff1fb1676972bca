/**
 * Models that differ in their width alone, trained on the same number of the same stories: what a scaling law is fitted to. None of
 * them ships; a tab trains them all within minutes.
 */
import { toytownDataset } from '../../data/toytown/dataset.ts';
import { toytownTokenizer, vocabulary } from '../../data/toytown/index.ts';
import { architectures } from '../../models/architectures.ts';
import { countParameters } from '../../models/count.ts';
import type { Recipe } from '../recipe.ts';
import type { SessionRecipe } from '../session.ts';
import { common, firstWeights } from './defaults.ts';

type FamilyRecipe = SessionRecipe & Pick<Recipe, 'tokenizer'>;

export interface FamilyMember {
  readonly id: string;
  readonly width: number;
  /** Without embeddings and positions, as Kaplan et al. 2020 count. */
  readonly parameters: number;
  readonly recipe: FamilyRecipe;
}

const widths = [8, 12, 18, 28, 42, 64] as const;
const steps = 600;
/** Loss over the floor is the mean over the last of the steps. Every step reads stories that were never read before. */
export const measuredSteps = steps / 10;

function member(width: number): FamilyMember {
  const config = architectures.gpt2.config({
    vocabulary: vocabulary.length,
    context: 128,
    width,
    layers: 2,
    heads: 2,
    initializerRange: firstWeights(width),
  });
  const embeddings = new Set(['embedding', 'positions']);
  const { parts } = countParameters(config);
  return {
    id: `scaling-${width}`,
    width,
    parameters: parts.reduce((sum, { part, total }) => sum + (embeddings.has(part) ? 0 : total), 0),
    recipe: {
      ...common,
      config,
      dataset: toytownDataset,
      tokenizer: toytownTokenizer,
      steps,
      rows: 8,
      length: 128,
      schedule: { peak: 5e-3, warmUp: 50, finalShare: 0.05 },
    },
  };
}

export const scalingFamily: readonly FamilyMember[] = widths.map(member);

export const familyRecipes: ReadonlyMap<string, FamilyRecipe> = new Map(
  scalingFamily.map(({ id, recipe }) => [id, recipe]),
);
