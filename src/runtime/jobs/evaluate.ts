/** What a training run, or another model in its place, loses on the run’s held-out batches: one batch a turn. */
import { EvaluationOf } from '../../training/evaluate.ts';
import { RuntimeError } from '../problem.ts';
import type { EvaluateRequest } from '../protocol.ts';
import type { Job } from '../scheduler.ts';
import type { JobContext } from './context.ts';

export async function* evaluateJob(id: number, request: EvaluateRequest, context: JobContext): Job {
  const { store, runs, backends } = context;
  if (!Number.isInteger(request.batches) || request.batches < 1) {
    throw RuntimeError.of('bad-request', 'At least one batch is measured.');
  }
  // The run goes on between two batches: all are measured on what it is now.
  const held = yield* store.hold(request.model ?? { training: request.run }, request.step ?? null);
  try {
    const { recipe } = runs.find(request.run);
    const { config } = yield* store.open(held.choice, held.step, id);
    const evaluation = new EvaluationOf(config, recipe);
    for (const batch of recipe.dataset.heldOut(request.batches, recipe.rows, recipe.length)) {
      const { params } = yield* store.open(held.choice, held.step, id);
      await evaluation.add(params, batch);
      backends.checkContext();
      yield null;
    }
    const heldOut = { step: held.step ?? 0, ...evaluation.result() };
    return { kind: 'evaluated', id, result: heldOut };
  } finally {
    held.release();
  }
}
