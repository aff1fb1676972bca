/** The recorded training run, `curve.json`: what the training CLI measured on the way, for the figures that show it. */
import * as v from 'valibot';
import { CheckpointError } from './errors.ts';
import { checked, parseJson } from './json.ts';

const finite = v.pipe(v.number(), v.finite());
const step = v.pipe(v.number(), v.integer(), v.minValue(0));

export const curveSchema = v.strictObject({
  /** Rising; every list but `heldOut` has one number for each. */
  steps: v.array(step),
  /** Nats a token on the training windows of that step. */
  loss: v.array(finite),
  /** The entropy floor of the same windows; null where the data has none that is known. */
  floor: v.nullable(v.array(finite)),
  gradientNorm: v.array(finite),
  /** Measured more rarely, on held-out windows. */
  heldOut: v.array(
    v.strictObject({
      step,
      loss: finite,
      floor: v.nullable(finite),
      /** Objective -> the share of its targets that the model's first choice gets right. */
      accuracy: v.exactOptional(v.record(v.string(), finite)),
    }),
  ),
  /** The saved steps: `steps/<n>.safetensors`. */
  saved: v.array(step),
});

export type TrainingCurve = v.InferOutput<typeof curveSchema>;

export function parseCurve(bytes: Uint8Array, file = 'curve.json'): TrainingCurve {
  return checkedCurve(parseJson(bytes, file), file);
}

/** One line: a curve has thousands of numbers. */
export const curveBytes = (curve: TrainingCurve): Uint8Array =>
  new TextEncoder().encode(`${JSON.stringify(checkedCurve(curve, 'curve.json'))}\n`);

function checkedCurve(value: unknown, file: string): TrainingCurve {
  const curve = checked(curveSchema, value, file, 'card');
  const lists = { loss: curve.loss, gradientNorm: curve.gradientNorm, floor: curve.floor ?? curve.loss };
  for (const [name, list] of Object.entries(lists)) {
    if (list.length === curve.steps.length) continue;
    throw new CheckpointError(
      'card',
      `${name} has ${list.length} numbers for ${curve.steps.length} steps.`,
      file,
    );
  }
  if (curve.steps.some((at, index) => at <= (curve.steps[index - 1] ?? -1))) {
    throw new CheckpointError('card', 'the steps do not rise.', file);
  }
  return curve;
}
