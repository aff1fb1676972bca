/** Trains a model of a claim from its first weights, without files: what it is measured by is the caller's. */
import type { Params } from '../../models/model.ts';
import { DivergenceError } from '../errors.ts';
import { type SessionRecipe, TrainingSession, type TrainingState } from '../session.ts';

export interface ExperimentOptions {
  readonly seed: number;
  /** First weights other than those of the seed. */
  readonly state?: TrainingState;
  /** Called before the first step, every so many steps and after the last. */
  readonly every?: number;
  readonly look?: (step: number, params: Params) => Promise<void>;
}

export interface Experiment {
  /** Of each training batch, in order. */
  readonly losses: readonly number[];
  /** false: the loss was no longer a number. */
  readonly finite: boolean;
}

/** `finished` reads the trained parameters, which are disposed afterwards. */
export async function experiment(
  recipe: SessionRecipe,
  { seed, state, every = Number.POSITIVE_INFINITY, look }: ExperimentOptions,
  finished: (params: Params) => Promise<void> = async () => {},
): Promise<Experiment> {
  const session = new TrainingSession(recipe, seed, state);
  const losses: number[] = [];
  try {
    await look?.(0, session.params);
    while (session.step < recipe.steps) {
      losses.push((await session.advance()).loss);
      if (session.step % every === 0 && session.step < recipe.steps)
        await look?.(session.step, session.params);
    }
    await look?.(session.step, session.params);
    await finished(session.params);
    return { losses, finite: true };
  } catch (error) {
    if (error instanceof DivergenceError) return { losses, finite: false };
    throw error;
  } finally {
    session.dispose();
  }
}
