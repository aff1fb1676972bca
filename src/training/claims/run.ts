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

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Of a sample: over n - 1. */
export function standardDeviation(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

export interface Line {
  readonly slope: number;
  readonly intercept: number;
  readonly slopeError: number;
  /** R^2 */
  readonly determined: number;
}

/** Least squares. */
export function fitLine(x: readonly number[], y: readonly number[]): Line {
  const [meanX, meanY] = [meanOf(x), meanOf(y)];
  const squares = x.reduce((sum, value) => sum + (value - meanX) ** 2, 0);
  const slope = x.reduce((sum, value, at) => sum + (value - meanX) * ((y[at] ?? 0) - meanY), 0) / squares;
  const intercept = meanY - slope * meanX;
  const left = x.reduce((sum, value, at) => sum + ((y[at] ?? 0) - slope * value - intercept) ** 2, 0);
  const total = y.reduce((sum, value) => sum + (value - meanY) ** 2, 0);
  const slopeError = Math.sqrt(left / Math.max(1, x.length - 2) / squares);
  return { slope, intercept, slopeError, determined: 1 - left / total };
}
