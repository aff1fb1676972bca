/**
 * Softmax over the last axis of attention scores, where a mask of 1 (seen) and 0 (hidden) decides what takes part.
 * The mask multiplies after the exponential, so no minus infinity is needed, which float16 textures could not hold;
 * hidden scores are first pulled down to the largest seen one, so that they cannot overflow either. A row with
 * nothing to see is all zeros. No gradient flows to the mask.
 */
import {
  add,
  cast,
  customGrad,
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

/** scores: [batch, heads, query, key]; mask: [1 or batch, 1 or heads, query, key] or null. */
export function plainMaskedSoftmax(scores: Tensor, mask: Tensor | null): Tensor {
  if (mask === null) return softmax(scores, -1);
  const hidden = fill(scores.shape, -1e4); // [batch, heads, query, key]
  const seen = where(greater(add(mask, mul(scores, 0)), 0), scores, hidden);
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

export function maskedSoftmax<T extends Tensor>(scores: T, mask: Tensor | null): T {
  const op = customGrad((input: Tensor, save: (tensors: Tensor[]) => void) => {
    const pattern = plainMaskedSoftmax(input, mask);
    save([pattern]);
    return {
      value: pattern,
      gradFunc: (dPattern: Tensor, saved: Tensor[]) => {
        const [kept] = saved;
        if (kept === undefined) throw new Error('The pattern of the masked softmax was not saved.');
        return plainMaskedSoftmaxGradient(kept, dPattern);
      },
    };
  });
  return op(scores) as T;
}
