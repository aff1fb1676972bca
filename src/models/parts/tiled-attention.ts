/**
 * Attention tile by tile, with a running softmax: FlashAttention, Dao et al. 2022, algorithm 1,
 * https://arxiv.org/abs/2205.14135; the running softmax is Milakov and Gimelshein 2018, https://arxiv.org/abs/1805.02867.
 * The map of all queries and keys never exists; what comes out is the same sum in another order.
 *
 *   m' = max(m, max_j s_j),   l' = e^(m - m') l + sum_j e^(s_j - m'),   o' = e^(m - m') o + sum_j e^(s_j - m') v_j,   z = o / l
 *
 * | code    | symbol                                              |
 * | ------- | --------------------------------------------------- |
 * | scores  | S_ij, of one tile of keys                           |
 * | largest | m, the largest score so far                         |
 * | total   | l, the sum of the exponentials so far, measured by m |
 * | sums    | O, not yet divided by l                             |
 *
 * Deviations: the rows of all tiles of queries are taken side by side, since none depends on another; the division by l comes once
 * at the end, as in FlashAttention-2 (Dao 2023, https://arxiv.org/abs/2307.08691, section 3.1). Nothing is saved by it here: on the
 * chip of a GPU the tiles stay in fast memory, and that is the point. `running_max` and `running_sum` can be looked at, not changed.
 */
import {
  add,
  concat,
  div,
  exp,
  matMul,
  max,
  maximum,
  mul,
  reshape,
  slice,
  sub,
  sum,
  type Tensor4D,
} from '../tf.ts';
import type { AttendInput } from './attention-types.ts';

/** What a hidden score becomes: far below any other, and still a number in float16. */
const farBelow = 1e4;

/** The same as `attend`; q: [batch, heads, query, headSize] -> the same shape. */
export function attendByTiles({ q, k, v, mask, bias, scaled, probe }: AttendInput, tile: number): Tensor4D {
  const [batch, heads, queries, headSize] = q.shape;
  const [, keyValueHeads, keys] = k.shape;
  // Query heads that share a key-value head stand under each other as rows of one product, as in `attend`.
  const rows = (heads / keyValueHeads) * queries;
  const factor = scaled ? 1 / Math.sqrt(headSize) : 1;
  const grouped = reshape(mul(q, factor), [batch, keyValueHeads, rows, headSize]); // [batch, keyValueHeads, group x query, headSize]

  let state: Running | null = null;
  const seen: Running[] = [];
  for (let from = 0; from < keys; from += tile) {
    const count = Math.min(tile, keys - from);
    const ofKeys = (x: Tensor4D) => slice(x, [0, 0, from, 0], [-1, -1, count, -1]); // [batch, keyValueHeads, tile, headSize]
    const over = (x: Tensor4D) => slice(x, [0, 0, 0, from], [-1, -1, -1, count]); // [1 or batch, 1 or heads, 1 or query, tile]
    const products = reshape(matMul(grouped, ofKeys(k), false, true), [batch, heads, queries, count]); // [batch, heads, query, tile]
    const scores = bias ? add(products, over(bias)) : products; // [batch, heads, query, tile]
    state = next(state, scores as Tensor4D, ofKeys(v), mask && over(mask));
    seen.push(state);
  }
  if (state === null) throw new RangeError('There is no token to look at.');
  for (const [name, of] of [
    ['running_max', 'largest'],
    ['running_sum', 'total'],
  ] as const)
    if (probe.wants(name))
      probe(
        name,
        concat(
          seen.map((one) => one[of]),
          -1,
        ) as Tensor4D,
      ); // [batch, heads, query, tiles]
  const { sums, total } = state;
  // At least 1 but for a row that sees nothing, which is all zeros, as in `maskedSoftmax`.
  return probe('z', div(sums, maximum(total, 1e-3)) as Tensor4D); // [batch, heads, query, headSize]
}

interface Running {
  /** [batch, heads, query, 1] */
  readonly largest: Tensor4D;
  /** [batch, heads, query, 1] */
  readonly total: Tensor4D;
  /** [batch, heads, query, headSize] */
  readonly sums: Tensor4D;
}

/** One more tile: scores [batch, heads, query, tile], values [batch, keyValueHeads, tile, headSize]. */
function next(before: Running | null, scores: Tensor4D, values: Tensor4D, mask: Tensor4D | null): Running {
  const [batch, heads, queries, count] = scores.shape;
  const [, keyValueHeads, , size] = values.shape;
  const lowered = mask ? sub(mul(scores, mask), mul(sub(1, mask), farBelow)) : scores; // [batch, heads, query, tile]
  const own = max(lowered, -1, true); // [batch, heads, query, 1]
  const largest = (before ? maximum(before.largest, own) : own) as Tensor4D; // [batch, heads, query, 1]
  const raised = exp(sub(lowered, largest)); // [batch, heads, query, tile]
  const weights = mask ? mul(raised, mask) : raised; // [batch, heads, query, tile]
  const grouped = reshape(weights, [batch, keyValueHeads, (heads / keyValueHeads) * queries, count]); // [batch, keyValueHeads, group x query, tile]
  const mixed = reshape(matMul(grouped, values), [batch, heads, queries, size]); // [batch, heads, query, headSize]
  const weight = sum(weights, -1, true); // [batch, heads, query, 1]
  if (before === null) return { largest, total: weight as Tensor4D, sums: mixed as Tensor4D };
  const shrink = exp(sub(before.largest, largest)); // [batch, heads, query, 1], what the larger maximum makes of the old sums
  return {
    largest,
    total: add(mul(before.total, shrink), weight) as Tensor4D,
    sums: add(mul(before.sums, shrink), mixed) as Tensor4D,
  };
}
