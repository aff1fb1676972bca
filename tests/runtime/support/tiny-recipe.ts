/** The smallest training run: which of eleven tokens follows is the last one and one more. */
import type { Batch, Dataset } from '../../../src/data/batch.ts';
import { architectures } from '../../../src/models/architectures.ts';
import type { OpenTraining } from '../../../src/runtime/jobs/context.ts';
import { RuntimeError } from '../../../src/runtime/problem.ts';
import { TrainingSession } from '../../../src/training/session.ts';

const config = architectures.gpt2.config({
  vocabulary: 11,
  context: 4,
  width: 4,
  layers: 1,
  heads: 1,
  initializerRange: 0.5,
});

function batch(seed: number, index: number, rows: number, length: number): Batch {
  const start = (row: number) => (seed + index * 7 + row * 3) % 11;
  const values = (shift: number) =>
    Int32Array.from(
      { length: rows * length },
      (_, at) => (start(Math.floor(at / length)) + (at % length) + shift) % 11,
    );
  const weights = new Float32Array(rows * length).fill(1);
  return { rows, length, tokens: values(0), targets: values(1), weights, floor: 0 };
}

const dataset: Dataset = {
  vocabulary: 11,
  training: batch,
  heldOut: (count, rows, length) =>
    Array.from({ length: count }, (_, index) => batch(99, index, rows, length)),
};

export const openTiny: OpenTraining = async (plan, state) => {
  if (!('recipe' in plan) || plan.recipe !== 'count') throw RuntimeError.of('unknown-recipe');
  const schedule = { peak: 0.05, warmUp: 2, finalShare: 0.1 };
  const settings = { rows: 2, length: 4, schedule, weightDecay: 0, clip: 1, beta2: 0.95 };
  const recipe = { config, dataset, steps: plan.steps, ...settings };
  return { session: new TrainingSession(recipe, plan.seed, state ?? undefined), recipe, tokenizer: null };
};
