/**
 * Who writes what at one position, and what each write does to the logits. The stream is the sum of the writes, and the logits are
 * the last norm of that sum times the unembedding. With the norm's divisor held at what it is, the map is linear, so the logits
 * fall apart into one share a write and one of the norm's bias, which add up exactly (direct logit attribution, Elhage et al. 2021,
 * https://transformer-circuits.pub/2021/framework/index.html).
 *
 * The share of a write w is asked of the model itself: with the whole stream replaced by w before the last norm it answers
 * norm(w) U, in which the divisor is that of w; so (logits(w) - logits(0)) s(w) / s(x) is the share, where s is the divisor.
 */
import { type Options, type RunResult, runtime } from '../../runtime/client.ts';
import type { ShippedModel } from './models.ts';

/** Of the shipped model's norms. */
const epsilon = 1e-5;

export interface Writer {
  /** null: the embeddings, which come before the first layer. */
  readonly layer: number | null;
  readonly kind: 'embedding' | 'positions' | 'mixer' | 'channels';
  readonly probe: string;
}

export const writersOf = (layers: number): Writer[] => [
  { layer: null, kind: 'embedding', probe: 'embed' },
  { layer: null, kind: 'positions', probe: 'pos_embed' },
  ...Array.from({ length: layers }, (_, layer): Writer[] => [
    { layer, kind: 'mixer', probe: `blocks.${layer}.attn_out` },
    { layer, kind: 'channels', probe: `blocks.${layer}.mlp_out` },
  ]).flat(),
];

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

/** The divisor of layer normalization. */
function divisor(vector: Float32Array): number {
  const mean = vector.reduce((sum, value) => sum + value, 0) / vector.length;
  const variance = vector.reduce((sum, value) => sum + (value - mean) ** 2, 0) / vector.length;
  return Math.sqrt(variance + epsilon);
}

function rowAt(result: RunResult, name: string, position: number): Float32Array {
  const tensor = result.tensors[name];
  const width = tensor?.shape.at(-1) ?? 0;
  if (!tensor || width === 0) throw new Error(`The model answered without ${name}.`);
  // Position embeddings have one row a position too; a batch of one changes nothing.
  return tensor.data.slice(position * width, (position + 1) * width);
}

export async function readStream(
  model: ShippedModel,
  tokens: readonly number[],
  position: number,
  options: Options,
): Promise<StreamReading> {
  const writers = writersOf(model.layers);
  const final = `blocks.${model.layers - 1}.resid_post`;
  const capture = [...writers.map(({ probe }) => probe), final, 'logits'];
  const first = await runtime().run({ model: model.id, tokens, capture }, options);
  const writes = writers.map(({ probe }) => rowAt(first, probe, position));
  const whole = rowAt(first, final, position);
  const shape = first.tensors[final]?.shape ?? [];
  const answerTo = async (row: Float32Array): Promise<Float32Array> => {
    const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
    values.set(row, position * row.length);
    const interventions = [{ kind: 'patch', name: final, places: [], values, shape }] as const;
    const result = await runtime().run(
      { model: model.id, tokens, capture: ['logits'], interventions },
      options,
    );
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
