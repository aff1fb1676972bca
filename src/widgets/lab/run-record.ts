/** What is known of a run beside its weights: plain data, as it is stored, drawn, compared and taken along. */
import type { ModelConfig } from '../../models/config.ts';
import type { Adjustments, Experiment, HeldOut, TrainingStep } from '../../runtime/client.ts';

export interface RunRecord {
  readonly id: string;
  readonly name: string;
  /** The Lab's part of the link that sets it up; null: the defaults. */
  readonly payload: string | null;
  readonly experiment: Experiment;
  readonly created: number;
  readonly parameters: number;
  readonly stepFlops: number;
  readonly stepTokens: number;
  readonly steps: readonly TrainingStep[];
  readonly heldOut: readonly HeldOut[];
  /** Steps whose state is stored, rising. */
  readonly saved: readonly number[];
  readonly adjusted: Adjustments;
  readonly backend: string;
  /** Seconds of training. */
  readonly seconds: number;
  /** What its checkpoint folder holds beside the weights; null until the worker has told. */
  readonly config: ModelConfig | null;
  readonly tokenizer: unknown;
  /** It began from a step of another. */
  readonly parent: { readonly id: string; readonly name: string; readonly step: number } | null;
  /** Why it ended before its time; empty: it did not. */
  readonly problem: string;
}

const mostSaved = 9;

/** The steps to keep when one more is saved: the first and the newest, and of those between every second where there are too many. */
export function savedWith(saved: readonly number[], step: number): readonly number[] {
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
