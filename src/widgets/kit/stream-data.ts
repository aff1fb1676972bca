/**
 * Who writes what at one position, and what each write does to the logits. The stream is the sum of the writes, and the logits are
 * the last norm of that sum times the unembedding. With the norm's divisor held at what it is, the map is linear, so the logits
 * fall apart into one share a write and one of the norm's bias, which add up exactly (direct logit attribution, Elhage et al. 2021,
 * https://transformer-circuits.pub/2021/framework/index.html).
 *
 * The share of a write w is asked of the model itself: with the whole stream replaced by w before the last norm it answers
 * norm(w) U, in which the divisor is that of w; so (logits(w) - logits(0)) s(w) / s(x) is the share, where s is the divisor.
 */

import type { ModelConfig } from '../../models/config.ts';
import { type Options, type RunResult, runtime } from '../../runtime/client.ts';
import type { FigureModel } from './figure-model.ts';
import type { ShippedModel } from './models.ts';
import { type Writer, writersOf } from './writers.ts';

/** The norms of the shipped model. */
const layerNorm = { kind: 'layer', epsilon: 1e-5 } as const;

export interface StreamReading {
  readonly tokens: readonly number[];
  readonly position: number;
  readonly writers: readonly Writer[];
  /** What each writes there. // [writer] -> [width] */
  readonly writes: readonly Float32Array[];
  /** The stream after each. // [writer] -> [width] */
  readonly stream: readonly Float32Array[];
  /** Shares of the logits. // [writer] -> [vocabulary] */
  readonly shares: readonly Float32Array[];
  /** What the bias of the last norm gives. // [vocabulary] */
  readonly bias: Float32Array;
  /** [vocabulary] */
  readonly logits: Float32Array;
}

export const norm = (vector: ArrayLike<number>): number =>
  Math.sqrt(Array.from(vector).reduce((sum, value) => sum + value * value, 0));

const divisors: Readonly<
  Record<ModelConfig['norm']['kind'], (vector: Float32Array, epsilon: number) => number>
> = {
  layer(vector, epsilon) {
    const mean = vector.reduce((sum, value) => sum + value, 0) / vector.length;
    const variance = vector.reduce((sum, value) => sum + (value - mean) ** 2, 0) / vector.length;
    return Math.sqrt(variance + epsilon);
  },
  rms: (vector, epsilon) =>
    Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0) / vector.length + epsilon),
};

/** What the last norm divides by; 1 where there is none. */
function divisorOf(config: ModelConfig | undefined): (vector: Float32Array) => number {
  if (config?.finalNorm === false) return () => 1;
  const { kind, epsilon } = config?.norm ?? layerNorm;
  return (vector) => divisors[kind](vector, epsilon);
}

function rowAt(result: RunResult, name: string, position: number): Float32Array {
  const tensor = result.tensors[name];
  const width = tensor?.shape.at(-1) ?? 0;
  if (!tensor || width === 0) throw new Error(`The model answered without ${name}.`);
  // Position embeddings have one row a position too; a batch of one changes nothing.
  return tensor.data.slice(position * width, (position + 1) * width);
}

export async function readStream(
  model: ShippedModel & Partial<Pick<FigureModel, 'choice' | 'config'>>,
  tokens: readonly number[],
  position: number,
  options: Options,
): Promise<StreamReading> {
  const writers = writersOf(model);
  const asked = model.choice ?? model.id;
  const divisor = divisorOf(model.config);
  const final = `blocks.${model.layers - 1}.resid_post`;
  const capture = [...writers.map(({ probe }) => probe), final, 'logits'];
  const first = await runtime().run({ model: asked, tokens, capture }, options);
  const writes = writers.map(({ probe }) => rowAt(first, probe, position));
  const whole = rowAt(first, final, position);
  const shape = first.tensors[final]?.shape ?? [];
  const answerTo = async (row: Float32Array): Promise<Float32Array> => {
    const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
    values.set(row, position * row.length);
    const interventions = [{ kind: 'patch', name: final, places: [], values, shape }] as const;
    const request = { model: asked, tokens, capture: ['logits'], interventions };
    const result = await runtime().run(request, options);
    return rowAt(result, 'logits', position);
  };
  const bias = await answerTo(new Float32Array(whole.length));
  const shares: Float32Array[] = [];
  for (const write of writes) {
    const factor = divisor(write) / divisor(whole);
    const answer = await answerTo(write);
    shares.push(answer.map((value, id) => (value - (bias[id] ?? 0)) * factor));
  }
  const sum = new Float32Array(whole.length);
  const stream = writes.map((write) => {
    write.forEach((value, at) => {
      sum[at] = (sum[at] ?? 0) + value;
    });
    return sum.slice();
  });
  return {
    tokens,
    position,
    writers,
    writes,
    stream,
    shares,
    bias,
    logits: rowAt(first, 'logits', position),
  };
}
