/** A Hyena whose first filter is changed by hand: what the model then loses on a text, beside what it lost as it was. */
import { furthest } from '../../models/scan-forms.ts';
import { meanOf } from '../../models/statistics.ts';
import { type ModelChoice, type Options, runtime, type TensorData } from '../../runtime/client.ts';
import { configOf } from '../../training/experiment-config.ts';
import type { Experiment } from '../../training/experiment-schema.ts';
import { lastLogits } from './last-logits.ts';
import { shippedModels } from './models.ts';
import { best } from './rows-of.ts';

export const shippedHyena = shippedModels['hyena-toytown'];
export const toytownModel = shippedModels['gpt2-toytown'];

/** A small Hyena that learns Toytown in the tab. */
export const ownHyena = (seed: number): Experiment => ({
  data: { id: 'toytown' },
  architecture: 'hyena',
  sizes: { width: 32, layers: 2, heads: 1, order: 2, filterWidth: 32, context: 64, hidden: 64 },
  rows: 4,
  length: 64,
  steps: 120,
  seed,
  schedule: { peak: 1e-2, warmUp: 10, finalShare: 0.1 },
  weightDecay: 0.01,
  clip: 1,
  beta2: 0.95,
});

/** The same before its first step. */
export const untrainedHyena = (seed: number): ModelChoice => ({
  fresh: configOf(ownHyena(seed), { vocabulary: toytownModel.vocabulary, length: 64 }),
  seed,
});

export interface FilterChange {
  readonly channel: number;
  /** Every channel loses this much of its logarithm with each lag. */
  readonly decay: number;
  /** Lags from here on are 0 in every channel. */
  readonly cut: number;
  /** Of the one channel: lag, value, lag, value ... */
  readonly edits: readonly number[];
}

export const isChanged = ({ decay, cut, edits }: FilterChange, lags: number): boolean =>
  decay > 0 || cut < lags || edits.length > 1;

/** The first of the filters with the changes, the others as they were. // [order, seq, width] -> the same shape */
export function changedFilter({ shape, data }: TensorData, change: FilterChange): Float32Array {
  const [, lags = 0, width = 0] = shape;
  const { channel, decay, cut, edits } = change;
  const own = Float32Array.from(data);
  for (let lag = 0; lag < lags; lag++) {
    const factor = lag < cut ? Math.exp(-decay * lag) : 0;
    for (let at = 0; at < width; at++) own[lag * width + at] = factor * (own[lag * width + at] ?? 0);
  }
  for (let at = 0; at + 1 < edits.length; at += 2) {
    const lag = edits[at] ?? 0;
    if (Number.isInteger(lag) && lag >= 0 && lag < lags) own[lag * width + channel] = edits[at + 1] ?? 0;
  }
  return own;
}

/** The edits with one tap set: it takes the place of what was set there before. */
export function withTap(edits: readonly number[], lag: number, value: number): number[] {
  const others: number[] = [];
  for (let at = 0; at + 1 < edits.length; at += 2)
    if (edits[at] !== lag) others.push(edits[at] ?? 0, edits[at + 1] ?? 0);
  return [...others, lag, value];
}

export interface FilterReading {
  readonly change: FilterChange;
  /** [lag], of the chosen channel: as it was written by the model's network, and as it is now. */
  readonly learned: Float32Array;
  readonly filter: Float32Array;
  /** [position], what the filter passes over. */
  readonly input: Float32Array;
  /** Nats a token of the text, as it was and now. */
  readonly loss: number;
  readonly changedLoss: number;
  /** What is likeliest after the text: ids. */
  readonly says: number;
  readonly changedSays: number;
  /** The largest difference that the change makes in the logits of all positions. */
  readonly moved: number;
  readonly milliseconds: number;
}

/** Layers count from 0. */
export async function readFilter(
  model: ModelChoice,
  layer: number,
  tokens: readonly number[],
  change: FilterChange,
  options: Options,
): Promise<FilterReading> {
  const [name, v] = [`blocks.${layer}.hyena.filter`, `blocks.${layer}.hyena.v`];
  const request = { model, tokens, loss: true };
  const whole = await runtime().run({ ...request, capture: [name, v, 'logits'] }, options);
  const { [name]: own, [v]: values, logits } = whole.tensors;
  if (!own || !values || !logits) throw new Error('This layer has no filter.');
  const [, lags = 0, width = 0] = own.shape;
  const channel = Math.min(change.channel, width - 1);
  const changed = changedFilter(own, { ...change, channel });
  const again = isChanged(change, lags)
    ? await runtime().run(
        {
          ...request,
          capture: ['logits'],
          interventions: [{ kind: 'patch', name, places: [], values: changed, shape: own.shape }],
        },
        options,
      )
    : whole;
  const now = again.tensors.logits ?? logits;
  const column = (data: Float32Array) =>
    Float32Array.from({ length: lags }, (_, lag) => data[lag * width + channel] ?? 0);
  return {
    change,
    learned: column(Float32Array.from(own.data)),
    filter: column(changed),
    input: column(Float32Array.from(values.data)),
    loss: meanOf(whole.losses ?? []),
    changedLoss: meanOf(again.losses ?? []),
    says: best(lastLogits(whole) ?? []),
    changedSays: best(lastLogits(again) ?? []),
    moved: furthest(logits.data, now.data),
    milliseconds: again.milliseconds,
  };
}
