/**
 * The whole of a run from a recipe: steps, held-out measurements, saved steps, the state to resume from, and at the
 * end a checkpoint folder with its card. Where files lie and what a terminal shows is the caller's.
 */
import type { TrainingCurve } from '../models/checkpoints/curve.ts';
import { stepFile } from '../models/checkpoints/files.ts';
import { encodeParams } from '../models/checkpoints/save.ts';
import type { NodeFolder } from './node-files.ts';
import type { Progress } from './progress.ts';
import { smoothed } from './progress.ts';
import type { Recipe } from './recipe.ts';
import { loadRun, saveRun } from './saved-run.ts';
import { TrainingSession } from './session.ts';

export interface TrainOptions {
  readonly seed: number;
  /** Ends early; the schedule stays that of the whole recipe. */
  readonly steps: number;
  readonly resume: boolean;
  /** Holds the state to resume from, and the saved steps of the run. */
  readonly work: NodeFolder;
  readonly onProgress: (progress: Progress) => void;
}

export interface TrainedRun {
  readonly session: TrainingSession;
  readonly curve: TrainingCurve;
  readonly seconds: number;
  readonly tokens: number;
}

const measureEvery = 250;
const recordEvery = 10;
const heldOutBatches = 8;

type MutableCurve = { -readonly [K in keyof TrainingCurve]: TrainingCurve[K] };

const emptyCurve = (): MutableCurve => ({
  steps: [],
  loss: [],
  floor: [],
  gradientNorm: [],
  heldOut: [],
  saved: [],
});

export async function train(recipe: Recipe, options: TrainOptions): Promise<TrainedRun> {
  const saved = options.resume ? await loadRun(options.work) : null;
  if (saved && (saved.record.recipe !== recipe.id || saved.record.seed !== options.seed)) {
    throw new Error(`The saved run is of ${saved.record.recipe}, seed ${saved.record.seed}.`);
  }
  const session = new TrainingSession(recipe, options.seed, saved?.state);
  const curve = saved?.record.curve ?? emptyCurve();
  let seconds = saved?.record.seconds ?? 0;
  let tokens = saved?.record.tokens ?? 0;
  const heldOut = recipe.dataset.heldOut(heldOutBatches, recipe.rows, recipe.length);

  const keepStep = async () => {
    if (!recipe.savedSteps.includes(session.step) || curve.saved.includes(session.step)) return;
    const file = stepFile(session.step);
    await options.work.write(file, await encodeParams(session.params, 'int8', file));
    curve.saved.push(session.step);
  };
  const measure = async () => {
    if (curve.heldOut.at(-1)?.step === session.step) return;
    curve.heldOut.push({ step: session.step, ...(await session.evaluate(heldOut)) });
  };
  const save = async () =>
    saveRun(
      options.work,
      { recipe: recipe.id, seed: options.seed, seconds, tokens, curve },
      await session.state(),
    );

  await keepStep();
  await measure();
  const smoothLoss = smoothed(0.05);
  const smoothOver = smoothed(0.05);
  const smoothSpeed = smoothed(0.05);
  while (session.step < options.steps) {
    const begun = performance.now();
    const report = await session.advance();
    const took = (performance.now() - begun) / 1000;
    seconds += took;
    tokens += report.tokens;
    if (report.step % recordEvery === 0 || report.step === 1) {
      curve.steps.push(report.step);
      curve.loss.push(report.loss);
      curve.gradientNorm.push(report.gradientNorm);
      if (report.floor !== null) curve.floor?.push(report.floor);
    }
    const loss = smoothLoss(report.loss);
    const over = report.floor === null ? null : smoothOver(report.loss - report.floor);
    const pace = smoothSpeed(took);
    options.onProgress({
      step: report.step,
      steps: options.steps,
      loss,
      floor: over === null ? null : loss - over,
      tokensPerSecond: report.tokens / pace,
      secondsLeft: (options.steps - report.step) * pace,
    });
    await keepStep();
    if (report.step % measureEvery === 0) {
      await measure();
      await save();
    }
  }
  await measure();
  await save();
  const hasFloor = curve.floor !== null && curve.floor.length === curve.steps.length;
  return { session, curve: { ...curve, floor: hasFloor ? curve.floor : null }, seconds, tokens };
}
