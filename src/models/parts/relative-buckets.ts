/**
 * Relative positions in buckets: Exploring the Limits of Transfer Learning with a Unified Text-to-Text Transformer (T5),
 * Raffel et al. 2019, section 2.1, https://arxiv.org/abs/1910.10683. Each head learns one number a bucket, which is
 * added to the score. Near distances have a bucket each, further ones share buckets that grow with the logarithm, and
 * everything beyond the maximum distance falls into the last.
 *
 * | code            | symbol or name in T5's code              |
 * | --------------- | ---------------------------------------- |
 * | table           | relative_attention_bias                  |
 * | buckets         | num_buckets, 32                          |
 * | maximumDistance | max_distance, 128                        |
 * | distance        | memory_position - context_position       |
 */
import type { PositionConfig } from '../config.ts';
import { embed } from '../kernels/index.ts';
import { type Tensor, type Tensor2D, type Tensor4D, tensor, transpose } from '../tf.ts';

type Buckets = Extract<PositionConfig, { kind: 'buckets' }>;

/** The bucket of `distance` = key position - query position. Without causality half of them are for what comes after. */
export function relativeBucket(
  distance: number,
  { buckets, maximumDistance }: Buckets,
  causal: boolean,
): number {
  const count = causal ? buckets : Math.floor(buckets / 2);
  const first = !causal && distance > 0 ? count : 0;
  const steps = causal ? Math.max(0, -distance) : Math.abs(distance);
  const exact = Math.floor(count / 2);
  if (steps < exact) return first + steps;
  // In float32, as the reference computes it: on the border between two buckets the last digit decides.
  const growth = Math.fround(Math.log(Math.fround(steps / exact)));
  const share = Math.fround(growth / Math.fround(Math.log(maximumDistance / exact)));
  const far = exact + Math.floor(Math.fround(share * (count - exact)));
  return first + Math.min(far, count - 1);
}

/** The bias of every head: [1, heads, query, key], for key j at `keyPositions[j]` and query i at `start + i`. */
export function bucketBias(
  table: Tensor2D,
  position: Buckets,
  causal: boolean,
  start: number,
  queries: number,
  keyPositions: readonly number[],
): Tensor4D {
  const keys = keyPositions.length;
  const ids = new Int32Array(queries * keys);
  for (let query = 0; query < queries; query++) {
    keyPositions.forEach((key, index) => {
      ids[query * keys + index] = relativeBucket(key - start - query, position, causal);
    });
  }
  const chosen = embed<Tensor>(table, tensor(ids, [1, queries, keys], 'int32')); // [1, query, key, heads]
  return transpose(chosen, [0, 3, 1, 2]) as Tensor4D; // [1, heads, query, key]
}
