/** Trains the first steps of a shipped model again, from its seed: do the losses lie on the curve that was recorded? */
import type { TrainingCurve } from '../models/checkpoints/curve.ts';
import type { SessionRecipe } from './session.ts';
import { TrainingSession } from './session.ts';

export interface Rerun {
  /** How many recorded losses were compared. */
  readonly compared: number;
  /** In nats. */
  readonly largestDifference: number;
}

export async function rerunStart(
  recipe: SessionRecipe,
  seed: number,
  curve: Pick<TrainingCurve, 'steps' | 'loss'>,
  steps = 100,
): Promise<Rerun> {
  const session = new TrainingSession(recipe, seed);
  const recorded = new Map(curve.steps.map((step, index) => [step, curve.loss[index] ?? Number.NaN]));
  let [compared, largestDifference] = [0, 0];
  try {
    while (session.step < steps) {
      const { step, loss } = await session.advance();
      const expected = recorded.get(step);
      if (expected === undefined) continue;
      compared += 1;
      const difference = Math.abs(loss - expected);
      // Not `max`: what is no number must not be passed over.
      if (!(difference <= largestDifference)) largestDifference = difference;
    }
    return { compared, largestDifference };
  } finally {
    session.dispose();
  }
}
