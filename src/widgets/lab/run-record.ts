/** What is known of a run beside its weights: plain data, as it is stored, drawn, compared and taken along. */
import * as v from 'valibot';
import { checkConfig } from '../../models/checkpoints/check-config.ts';
import type { ModelConfig } from '../../models/config.ts';
import { experimentSchema } from '../../training/experiment-schema.ts';

const finite = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const factor = v.exactOptional(v.pipe(finite, v.minValue(0)));

const stepSchema = v.strictObject({
  step: count,
  loss: finite,
  floor: v.nullable(finite),
  learningRate: finite,
  gradientNorm: finite,
  updateNorm: v.nullable(finite),
  tokensPerSecond: finite,
});

const recordSchema = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[\w-]{1,60}$/)),
  name: v.pipe(v.string(), v.maxLength(200)),
  /** The Lab's part of the link that sets it up; null: the defaults. */
  payload: v.nullable(v.pipe(v.string(), v.maxLength(10_000))),
  experiment: experimentSchema,
  created: finite,
  parameters: count,
  stepFlops: finite,
  stepTokens: count,
  steps: v.array(stepSchema),
  heldOut: v.array(
    v.strictObject({
      step: count,
      loss: finite,
      floor: v.nullable(finite),
      accuracy: v.record(v.string(), finite),
    }),
  ),
  /** Steps whose state is stored, rising. */
  saved: v.array(count),
  adjusted: v.strictObject({ rateFactor: factor, loadBalance: factor, routerZ: factor, dropout: factor }),
  backend: v.picklist(['', 'webgl', 'wasm', 'cpu']),
  /** Seconds of training. */
  seconds: finite,
  /** What its checkpoint folder holds beside the weights; null until the worker has told. */
  config: v.unknown(),
  tokenizer: v.unknown(),
  /** It began from a step of another. */
  parent: v.nullable(v.strictObject({ id: v.string(), name: v.string(), step: count })),
  /** Why it ended before its time; empty: it did not. */
  problem: v.string(),
});

export interface RunRecord extends Readonly<Omit<v.InferOutput<typeof recordSchema>, 'config'>> {
  readonly config: ModelConfig | null;
}

/** From storage or a file; null: it is of another version, or no record at all. */
export function readRecord(given: unknown): RunRecord | null {
  const found = v.safeParse(recordSchema, given);
  if (!found.success) return null;
  const { config, ...rest } = found.output;
  try {
    return { ...rest, config: config === null ? null : checkConfig(config) };
  } catch {
    return null;
  }
}

const mostSaved = 9;

/** The steps to keep when one more is saved: the first and the newest, and of those between every second where there are too many. */
export function savedWith(saved: readonly number[], step: number): number[] {
  const all = [...new Set([...saved, step])].sort((a, b) => a - b);
  if (all.length <= mostSaved) return all;
  const last = all.length - 1;
  return all.filter((_, index) => index === 0 || index === last || index % 2 === 0);
}

/** A record as it was at a step, to go on from there. */
export function upTo(record: RunRecord, step: number): RunRecord {
  return {
    ...record,
    steps: record.steps.filter((one) => one.step <= step),
    heldOut: record.heldOut.filter((one) => one.step <= step),
    saved: record.saved.filter((one) => one <= step),
    problem: '',
  };
}

/** Weights, two moments each, of 4 bytes a number: what the states of a run take. */
export const bytesOf = ({ parameters, saved, steps }: RunRecord): number =>
  saved.length * parameters * 12 + steps.length * 60;

export const lastStep = ({ steps }: RunRecord): number => steps.at(-1)?.step ?? 0;

export const isDone = (record: RunRecord): boolean => lastStep(record) >= record.experiment.steps;
