/**
 * How a model knows where a token stands. A position kind may add a vector to the embedding (learned, sinusoidal),
 * turn queries and keys (rotary) or add to the scores (alibi, buckets); kind none does nothing.
 *
 * sinusoidal: Attention Is All You Need, Vaswani et al. 2017, 3.5, https://arxiv.org/abs/1706.03762
 * rotary:     RoFormer, Su et al. 2021, https://arxiv.org/abs/2104.09864
 * alibi:      Train Short, Test Long, Press et al. 2021, https://arxiv.org/abs/2108.12409
 * buckets:    Exploring the Limits of Transfer Learning (T5), Raffel et al. 2019, section 2.1,
 *             https://arxiv.org/abs/1910.10683; one table for all layers of a stack (`relative-buckets.ts`)
 *
 * | code       | symbol                                     |
 * | ---------- | ------------------------------------------ |
 * | position   | pos (Vaswani), m (Su)                      |
 * | base       | 10000 in both                              |
 * | slope      | m, 2^(-8h/n) for head h of n (Press)       |
 *
 * Deviation: rotary turns dimension i with i + d/2, as LLaMA's code in Hugging Face does, where the paper turns
 * neighbours; the two differ by a fixed permutation of the head's dimensions, which no score can see.
 */
import type { RandomStream } from '../../random.ts';
import type { AttentionConfig, LayerConfig, ModelConfig, PositionConfig } from '../config.ts';
import { add, concat, mul, neg, slice, type Tensor2D, type Tensor3D, type Tensor4D, tensor } from '../tf.ts';
import { normalTensor } from './linear.ts';
import { bucketBias } from './relative-buckets.ts';

export type PositionParams = {
  /** learned: [positions, width]; buckets: [buckets, heads]; the others have none. */
  readonly table?: Tensor2D;
};

export function initPosition(
  config: Pick<ModelConfig, 'position' | 'width' | 'layers'>,
  deviation: number,
  random: RandomStream,
): PositionParams {
  const shape = tableShape(config);
  return shape === null ? {} : { table: normalTensor<Tensor2D>(shape, deviation, random) };
}

function tableShape({
  position,
  width,
  layers,
}: Pick<ModelConfig, 'position' | 'width' | 'layers'>): [number, number] | null {
  if (position.kind === 'learned') return [position.maximum + position.offset, width];
  if (position.kind !== 'buckets') return null;
  const heads = sharedHeads(layers);
  return heads === null ? null : [position.buckets, heads];
}

/** One table of buckets serves every layer, so all must have as many heads. */
function sharedHeads(layers: readonly LayerConfig[]): number | null {
  const counts = new Set(layers.flatMap(({ mixer }) => (mixer.kind === 'attention' ? [mixer.heads] : [])));
  if (counts.size > 1) throw new RangeError('Relative buckets need the same number of heads in every layer.');
  return [...counts][0] ?? null;
}

/** What a position kind adds to the scores: [1, heads, query, key], or null. */
export type ScoreBias = (
  config: AttentionConfig,
  start: number,
  queries: number,
  keyPositions: readonly number[],
) => Tensor4D | null;

/** The bias of every layer of a stack; layers that ask for the same one share it. */
export function scoreBias(position: PositionConfig, params: PositionParams): ScoreBias {
  if (position.kind === 'alibi') return ({ heads }, ...rest) => alibiBias(heads, ...rest);
  const { table } = params;
  if (position.kind !== 'buckets' || table === undefined) return () => null;
  const made = new Map<string, Tensor4D>();
  return ({ causal }, start, queries, keyPositions) => {
    const key = [causal, start, queries, ...keyPositions].join();
    const bias = made.get(key) ?? bucketBias(table, position, causal, start, queries, keyPositions);
    made.set(key, bias);
    return bias; // [1, heads, query, key]
  };
}

/** What is added to the embeddings of the positions from `start` on: [1, seq, width], or null. */
export function positionEmbedding(
  params: PositionParams,
  config: Pick<ModelConfig, 'position' | 'width'>,
  start: number,
  length: number,
): Tensor3D | null {
  const { position, width } = config;
  if (position.kind === 'sinusoidal') return sinusoids(start, length, width);
  if (position.kind !== 'learned' || params.table === undefined) return null;
  if (start + length > position.maximum) {
    throw new RangeError(`This model was built for ${position.maximum} positions, not ${start + length}.`);
  }
  return slice(params.table, [position.offset + start, 0], [length, width]).reshape([1, length, width]); // [1, seq, width]
}

/** PE(pos, 2i) = sin(pos / 10000^(2i/d)), PE(pos, 2i + 1) = cos of the same: [1, seq, width]. */
function sinusoids(start: number, length: number, width: number): Tensor3D {
  const values = new Float32Array(length * width);
  for (let row = 0; row < length; row++) {
    for (let column = 0; column < width; column++) {
      const angle = (start + row) / 10000 ** ((column - (column % 2)) / width);
      values[row * width + column] = column % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
    }
  }
  return tensor(values, [1, length, width]) as Tensor3D; // [1, seq, width]
}

/** Turns pairs of dimensions by the position's angle. x: [batch, heads, seq, headSize] -> the same shape. */
export function rotate(x: Tensor4D, base: number, start: number): Tensor4D {
  const [, , length, headSize] = x.shape;
  const half = headSize / 2;
  const cosines = new Float32Array(length * headSize);
  const sines = new Float32Array(length * headSize);
  for (let row = 0; row < length; row++) {
    for (let column = 0; column < headSize; column++) {
      const angle = (start + row) / base ** ((2 * (column % half)) / headSize);
      cosines[row * headSize + column] = Math.cos(angle);
      sines[row * headSize + column] = Math.sin(angle);
    }
  }
  const cosine = tensor(cosines, [1, 1, length, headSize]); // [1, 1, seq, headSize]
  const sine = tensor(sines, [1, 1, length, headSize]); // [1, 1, seq, headSize]
  const first = slice(x, [0, 0, 0, 0], [-1, -1, -1, half]); // [batch, heads, seq, headSize / 2]
  const second = slice(x, [0, 0, 0, half], [-1, -1, -1, half]); // [batch, heads, seq, headSize / 2]
  const turned = concat([neg(second), first], 3); // [batch, heads, seq, headSize]
  return add(mul(x, cosine), mul(turned, sine)) as Tensor4D; // [batch, heads, seq, headSize]
}

/**
 * ALiBi: -slope of the head x distance, added to the scores: [1, heads, query, key], where key j stands at
 * `keyPositions[j]` and query i at `start + i`.
 */
export function alibiBias(
  heads: number,
  start: number,
  queries: number,
  keyPositions: readonly number[],
): Tensor4D {
  const slopes = alibiSlopes(heads);
  const keys = keyPositions.length;
  const values = new Float32Array(heads * queries * keys);
  slopes.forEach((slope, head) => {
    for (let query = 0; query < queries; query++) {
      keyPositions.forEach((position, key) => {
        values[(head * queries + query) * keys + key] = -slope * Math.abs(start + query - position);
      });
    }
  });
  return tensor(values, [1, heads, queries, keys]) as Tensor4D; // [1, heads, query, key]
}

/** 2^(-8h/n) for h = 1..n where n is a power of two; else every other slope of the next power is mixed in (Press et al., footnote 4). */
export function alibiSlopes(heads: number): number[] {
  const power = 2 ** Math.floor(Math.log2(heads));
  const slopes = Array.from({ length: power }, (_, head) => 2 ** ((-8 * (head + 1)) / power));
  const between = Array.from({ length: heads - power }, (_, head) => 2 ** ((-4 * (2 * head + 1)) / power));
  return [...slopes, ...between];
}

/** Whether a position kind adds something to the scores. */
export const addsToScores = ({ kind }: PositionConfig): boolean => kind === 'alibi' || kind === 'buckets';

/** The base of the turn, or null where queries and keys are not turned. */
export function rotaryBase(position: PositionConfig): number | null {
  return position.kind === 'rotary' ? position.base : null;
}
