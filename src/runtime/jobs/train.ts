/** A training run, a step a turn. What it would take to go on elsewhere is saved now and then. */
import type { TrainingState as SessionState, StepReport, TrainingSession } from '../../training/session.ts';
import { RuntimeError } from '../problem.ts';
import type { TrainingState, TrainingStep, TrainRequest } from '../protocol.ts';
import type { Job } from '../scheduler.ts';
import type { JobContext } from './context.ts';

/** Losing so much work to a lost graphics context or a dead worker is bearable. */
const saveEvery = 10_000; // ms

export async function* trainJob(id: number, request: TrainRequest, context: JobContext): Job {
  const { backends, now } = context;
  const { recipe, seed, steps } = request;
  const pack = (state: SessionState): TrainingState => ({ recipe, seed, state });
  const speed = speedometer(now);
  await backends.use(backends.current());
  let epoch = backends.epoch;
  let session = await open(request, resumed(request), context);
  let lastSaved = now();
  try {
    while (session.step < steps) {
      const report = await session.advance();
      backends.checkContext();
      yield { kind: 'stepped', id, step: describe(report, speed(report.tokens)) };

      // Others have run: what is current may be the backend of another model, or the reader has switched.
      await backends.use(backends.current());
      if (backends.epoch !== epoch) {
        epoch = backends.epoch;
        session = await moved(session, request, context);
      }
      if (now() - lastSaved >= saveEvery) {
        lastSaved = now();
        yield { kind: 'saved', id, state: pack(await session.state()) };
        await backends.use(backends.current());
      }
    }
    const state = pack(await session.state());
    return { kind: 'trained', id, result: { state, backend: backends.current().backend } };
  } finally {
    session.dispose();
  }
}

function resumed({ recipe, seed, steps, resume }: TrainRequest): SessionState | null {
  if (!Number.isInteger(steps) || steps < 1) {
    throw RuntimeError.of('bad-request', 'A training run needs at least one step.');
  }
  if (resume === undefined) return null;
  if (resume.recipe !== recipe || resume.seed !== seed) {
    throw RuntimeError.of('bad-request', 'The saved training run is of another recipe or seed.');
  }
  return resume.state;
}

async function open(
  { recipe, seed, steps }: TrainRequest,
  state: SessionState | null,
  context: JobContext,
): Promise<TrainingSession> {
  const session = await context.train(recipe, seed, steps, state);
  if (session === null) {
    throw RuntimeError.of('unknown-recipe', `There is no recipe ${recipe} to train by.`);
  }
  return session;
}

/** The same run on the backend that is current now. */
async function moved(
  session: TrainingSession,
  request: TrainRequest,
  context: JobContext,
): Promise<TrainingSession> {
  const next = await open(request, await session.state(), context);
  session.dispose();
  return next;
}

function describe(report: StepReport, tokensPerSecond: number): TrainingStep {
  const { step, loss, floor, learningRate, gradientNorm } = report;
  return { step, loss, floor, learningRate, gradientNorm, tokensPerSecond };
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
