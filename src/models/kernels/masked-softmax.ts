/**
 * Softmax over the last axis of attention scores, where a mask of 1 (seen) and 0 (hidden) decides what takes part.
 * The mask multiplies after the exponential, so no minus infinity is needed, which float16 textures could not hold;
 * hidden scores are first pulled down, so that they cannot overflow either. A row with nothing to see is all zeros.
 * No gradient flows to the mask.
 */
import {
  add,
  cast,
  div,
  equal,
  exp,
  fill,
  greater,
  max,
  mul,
  softmax,
  sub,
  sum,
  type Tensor,
  where,
} from '../tf.ts';
import { at, defineKernel, hasHeap } from './wasm/heap.ts';
import { savedAt, withGradient } from './with-gradient.ts';

/** scores: [batch, heads, query, key]; mask: [1 or batch, 1 or heads, 1 or query, key] or null. */
export function plainMaskedSoftmax(scores: Tensor, mask: Tensor | null): Tensor {
  if (mask === null) return softmax(scores, -1);
  const isSeen = greater(add(mask, mul(scores, 0)), 0); // [batch, heads, query, key]
  const seen = where(isSeen, scores, fill(scores.shape, -1e4)); // [batch, heads, query, key]
  const shifted = sub(seen, max(seen, -1, true)); // [batch, heads, query, key]
  const weights = mul(exp(shifted), mask); // [batch, heads, query, key]
  const total = sum(weights, -1, true); // [batch, heads, query, 1]
  return div(weights, add(total, cast(equal(total, 0), 'float32'))); // [batch, heads, query, key]
}

/** dScores = p (dp - sum(p dp)): what is hidden has p = 0 and so gets nothing. */
export function plainMaskedSoftmaxGradient(pattern: Tensor, dPattern: Tensor): Tensor {
  const weighted = mul(pattern, dPattern); // [batch, heads, query, key]
  return sub(weighted, mul(pattern, sum(weighted, -1, true))); // [batch, heads, query, key]
}

type Shape4 = readonly [number, number, number, number];

/** scores and, where there is one, the mask -> pattern. */
const forwardKernel = defineKernel('MaskedSoftmax', (heap, inputs) => {
  const [scores, mask] = [at(inputs, 0), inputs[1]];
  const [batch, heads, queries, keys] = scores.shape as unknown as Shape4;
  const pattern = heap.output(scores.shape);
  const [from, to] = [heap.address(scores), heap.address(pattern)];
  if (mask === undefined) {
    heap.call('maskedSoftmax', from, 0, to, batch * heads * queries, keys, 0);
    return [pattern];
  }
  const [maskBatch, maskHeads, maskQueries] = mask.shape as unknown as Shape4;
  const maskStart = heap.address(mask);
  for (let index = 0; index < batch * heads; index++) {
    const ofBatch = maskBatch === 1 ? 0 : Math.floor(index / heads);
    const ofHead = maskHeads === 1 ? 0 : index % heads;
    const maskAt = maskStart + 4 * (ofBatch * maskHeads + ofHead) * maskQueries * keys;
    const offset = 4 * index * queries * keys;
    heap.call(
      'maskedSoftmax',
      from + offset,
      maskAt,
      to + offset,
      queries,
      keys,
      maskQueries === 1 ? 0 : 4 * keys,
    );
  }
  return [pattern];
});

const backwardKernel = defineKernel('MaskedSoftmaxGradient', (heap, inputs) => {
  const [pattern, dPattern] = [at(inputs, 0), at(inputs, 1)];
  const keys = pattern.shape[pattern.shape.length - 1] ?? 1;
  const rows = pattern.shape.slice(0, -1).reduce((product, size) => product * size, 1);
  const dScores = heap.output(pattern.shape);
  heap.call(
    'softmaxGradient',
    heap.address(pattern),
    heap.address(dPattern),
    heap.address(dScores),
    rows,
    keys,
  );
  return [dScores];
});

/** Whether each axis of the mask is that of the scores or 1, and the last one whole. */
function fits(scores: Tensor, mask: Tensor | null): boolean {
  if (scores.rank !== 4) return false;
  if (mask === null) return true;
  return (
    mask.rank === 4 &&
    mask.dtype === 'float32' &&
    mask.shape[3] === scores.shape[3] &&
    mask.shape.every((size, axis) => size === 1 || size === scores.shape[axis])
  );
}

/** scores: [batch, heads, query, key]; mask: [1 or batch, 1 or heads, 1 or query, key] or null -> as scores. */
export function maskedSoftmax<T extends Tensor>(scores: T, mask: Tensor | null): T {
  const ours = hasHeap() && fits(scores, mask);
  return withGradient(
    [scores],
    () => {
      const inputs = mask === null ? [scores] : [scores, mask];
      const pattern = ours ? at(forwardKernel(inputs, null), 0) : plainMaskedSoftmax(scores, mask);
      return { value: pattern, saved: [pattern] };
    },
    (dPattern, saved) => {
      const pattern = savedAt(saved, 0);
      return ours
        ? at(backwardKernel([pattern, dPattern], null), 0)
        : plainMaskedSoftmaxGradient(pattern, dPattern);
    },
  ) as T;
}
