/** A training run, a step a turn. What it would take to go on elsewhere is saved now and then. */

import { readParams } from '../../models/checkpoints/save.ts';
import type {
  Adjustments,
  TrainingState as SessionState,
  StepReport,
  TrainingSession,
} from '../../training/session.ts';
import { RuntimeError } from '../problem.ts';
import type { FromWorker, Steering, TrainingState, TrainingStep, TrainRequest } from '../protocol.ts';
import type { Job } from '../scheduler.ts';
import type { TrainingRun } from '../training-runs.ts';
import type { JobContext } from './context.ts';

/** Losing so much work to a lost graphics context or a dead worker is bearable. */
const standardSave: NonNullable<TrainRequest['save']> = {
  every: Number.POSITIVE_INFINITY,
  milliseconds: 10_000,
};

export async function* trainJob(id: number, request: TrainRequest, context: JobContext): Job {
  const { backends, now, adjustments, runs, stored } = context;
  const { plan, keep, norms = false, save = standardSave } = request;
  const speed = speedometer(now);
  const steered = (): Steering => ({ ...request.adjusted, ...adjustments.get(id) });
  const last = () => Math.min(plan.steps, steered().until ?? plan.steps);
  const adjusted = (): Adjustments => {
    const { until: _, ...changes } = steered();
    return changes;
  };
  const pack = (state: SessionState): TrainingState => ({ plan, adjusted: adjusted(), state });
  check(request);
  await backends.use(backends.current());
  let epoch = backends.epoch;
  const state = resumed(request);
  const from =
    state === null && request.base !== undefined ? yield* context.store.open(request.base, null, id) : null;
  const base = from === null ? undefined : await readParams(from.params);
  const opened = await context.train(plan, state, base);
  let { session } = opened;
  const run = request.run === undefined ? null : runs.begin(request.run, opened, keep);
  runs.settle(id);
  /** Taken, but not yet known to be good: its loss is the next step's. */
  let taken: SessionState | null = null;
  let good: SessionState | null = request.resume?.state ?? null;
  let lastSaved = now();
  try {
    await run?.afterStep();
    yield* measured(id, session, request, context, session.step === 0);
    while (session.step < last()) {
      // Others have run: what is current may be the backend of another model, or the reader has switched.
      await backends.use(backends.current());
      if (backends.epoch !== epoch) {
        epoch = backends.epoch;
        session = await moved(session, run, request, context);
      }
      session.adjust(adjusted());
      const report = await session.advance(norms);
      backends.checkContext();
      if (taken !== null) {
        good = taken;
        taken = null;
        // Before it is told: the answer may be quick.
        const until = save.waits ? new Promise<void>((resolve) => stored.set(id, resolve)) : null;
        yield { kind: 'saved', id, state: pack(good) };
        if (until !== null) yield { kind: 'wait', until };
      }
      await run?.afterStep();
      yield { kind: 'stepped', id, step: describe(report, speed(report.tokens)) };
      yield* measured(id, session, request, context, false);
      if (session.step % save.every === 0 || now() - lastSaved >= save.milliseconds) {
        lastSaved = now();
        await backends.use(backends.current());
        taken = await session.state();
      }
    }
    await backends.use(backends.current());
    const state = pack(await session.state());
    good = state.state;
    return { kind: 'trained', id, result: { state, backend: backends.current().backend } };
  } finally {
    adjustments.delete(id);
    stored.delete(id);
    // A run that was stopped can still be looked at; of one that diverged, what was last good.
    await run?.end(session.diverged ? good : await session.state());
    session.dispose();
  }
}

const isPositive = (value: number): boolean => Number.isInteger(value) && value >= 1;

function check({ plan, keep, measure, save }: TrainRequest): void {
  if (!isPositive(plan.steps)) {
    throw RuntimeError.of('bad-request', 'A training run needs at least one step.');
  }
  if (keep && !(isPositive(keep.every) && isPositive(keep.most) && keep.most >= 2)) {
    throw RuntimeError.of('bad-request', 'At least two steps are kept, at whole distances.');
  }
  if (save && !(isPositive(save.every) && save.milliseconds > 0)) {
    throw RuntimeError.of('bad-request', 'A run is saved at whole distances.');
  }
  if (measure && !(isPositive(measure.every) && isPositive(measure.batches))) {
    throw RuntimeError.of('bad-request', 'At least one batch is measured, at whole distances.');
  }
}

function resumed({ plan, resume }: TrainRequest): SessionState | null {
  if (resume === undefined) return null;
  const before = resume.plan;
  const ofRecipe = 'recipe' in plan || 'recipe' in before;
  // Of experiments any model of the same shape will do: that it fits is found out when it is opened.
  if (ofRecipe) {
    const same =
      'recipe' in plan && 'recipe' in before && before.recipe === plan.recipe && before.seed === plan.seed;
    if (!same) throw RuntimeError.of('bad-request', 'The saved training run is of another recipe or seed.');
  }
  return resume.state;
}

/** The same run on the backend that is current now. */
async function moved(
  session: TrainingSession,
  run: TrainingRun | null,
  { plan }: TrainRequest,
  context: JobContext,
): Promise<TrainingSession> {
  const next = await context.train(plan, await session.state());
  session.dispose();
  run?.moveTo(next.session);
  return next.session;
}

/** Held-out batches, one a turn, where this step is one to measure. */
async function* measured(
  id: number,
  session: TrainingSession,
  { measure }: TrainRequest,
  { backends }: JobContext,
  first: boolean,
): AsyncGenerator<FromWorker | null, void, void> {
  if (
    measure === undefined ||
    (session.step % measure.every !== 0 && !first) ||
    (session.step === 0 && !first)
  )
    return;
  const { step } = session;
  const evaluation = session.evaluation();
  for (const batch of session.heldOut(measure.batches)) {
    await backends.use(backends.current());
    await evaluation.add(session.params, batch);
    yield null;
  }
  yield { kind: 'held-out', id, heldOut: { step, ...evaluation.result() } };
}

function describe(report: StepReport, tokensPerSecond: number): TrainingStep {
  const { step, loss, floor, learningRate, gradientNorm, updateNorm } = report;
  return { step, loss, floor, learningRate, gradientNorm, updateNorm, tokensPerSecond };
}

/** Tokens a second over the last steps, the work of others included. */
function speedometer(now: () => number): (tokens: number) => number {
  const marks: { readonly at: number; readonly tokens: number }[] = [{ at: now(), tokens: 0 }];
  return (tokens) => {
    marks.push({ at: now(), tokens });
    if (marks.length > 20) marks.shift();
    const [first, ...rest] = marks;
    const seconds = ((marks.at(-1)?.at ?? 0) - (first?.at ?? 0)) / 1000;
    return seconds > 0 ? rest.reduce((sum, mark) => sum + mark.tokens, 0) / seconds : 0;
  };
}
