/** Training runs by recipe or experiment, in a chunk of its own. */
import { openExperiment } from '../training/experiment.ts';
import { TrainingSession } from '../training/session.ts';
import type { OpenTraining } from './jobs/context.ts';
import { RuntimeError } from './problem.ts';
import type { RecipePlan } from './protocol.ts';

export const openTraining: OpenTraining = async (plan, state, base) => {
  if (!('recipe' in plan)) {
    const { recipe, tokenizer } = await openExperiment(plan);
    return {
      session: new TrainingSession(recipe, plan.seed, state ?? undefined),
      recipe,
      tokenizer: tokenizer.toJSON(),
    };
  }
  const { recipe, tokenizer, begin } = await named(plan);
  const session = new TrainingSession(recipe, plan.seed, state ?? (await begin?.(plan.seed, base)));
  return { session, recipe, tokenizer: tokenizer.toJSON() };
};

/** Of a shipped model, or of a claim. The schedule ends where this run ends. */
async function named({ recipe: id, steps }: RecipePlan) {
  const { claimRuns } = await import('../training/claim-runs.ts');
  const claim = claimRuns.get(id);
  if (claim !== undefined)
    return { recipe: { ...claim.recipe, steps }, tokenizer: claim.tokenizer(), begin: claim.begin };
  // With all of their data: an experiment fetches its own alone.
  const { recipes } = await import('../training/recipes/index.ts');
  const { familyRecipes } = await import('../training/recipes/scaling-family.ts');
  const recipe = recipes.get(id) ?? familyRecipes.get(id);
  if (recipe === undefined) {
    throw RuntimeError.of('unknown-recipe', `There is no recipe ${id} to train by.`);
  }
  return { recipe: { ...recipe, steps }, tokenizer: recipe.tokenizer(), begin: undefined };
}
