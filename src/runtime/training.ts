/** Training runs by recipe, in a chunk of its own. */
import { recipes } from '../training/recipes/index.ts';
import { TrainingSession } from '../training/session.ts';
import type { OpenTraining } from './jobs/context.ts';

export const openTraining: OpenTraining = async (id, seed, steps, state) => {
  const recipe = recipes.get(id);
  // The schedule ends where this run ends.
  return recipe === undefined ? null : new TrainingSession({ ...recipe, steps }, seed, state ?? undefined);
};
