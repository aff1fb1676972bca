/** Training runs by recipe or experiment, in a chunk of its own. */
import { openExperiment } from '../training/experiment.ts';
import { TrainingSession } from '../training/session.ts';
import type { OpenTraining } from './jobs/context.ts';
import { RuntimeError } from './problem.ts';
import type { RecipePlan } from './protocol.ts';

export const openTraining: OpenTraining = async (plan, state) => {
  const { recipe, tokenizer } = 'recipe' in plan ? await shipped(plan) : await openExperiment(plan);
  const session = new TrainingSession(recipe, plan.seed, state ?? undefined);
  return { session, recipe, tokenizer: tokenizer.toJSON() };
};

/** The schedule ends where this run ends. */
async function shipped({ recipe: id, steps }: RecipePlan) {
  // With all of their data: an experiment fetches its own alone.
  const { recipes } = await import('../training/recipes/index.ts');
  const { familyRecipes } = await import('../training/recipes/scaling-family.ts');
  const recipe = recipes.get(id) ?? familyRecipes.get(id);
  if (recipe === undefined) {
    throw RuntimeError.of('unknown-recipe', `There is no recipe ${id} to train by.`);
  }
  return { recipe: { ...recipe, steps }, tokenizer: recipe.tokenizer() };
}
