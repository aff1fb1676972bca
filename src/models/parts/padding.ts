/**
 * Padding where there is no mask of pairs to hide it in: what a recurrence or a convolution reads of a padded position is
 * nothing, and what it keeps of the text stays as it is.
 */
import { add, mul, neg, reshape, slice, type Tensor, type Tensor3D } from '../tf.ts';
import type { MaskChoice } from './mask.ts';

/** 1 for a token and 0 for padding, of the positions from `start` on: [batch, seq, 1]; null where nothing is padded. */
export function tokenMask({ padding }: MaskChoice, start: number, length: number): Tensor3D | null {
  if (padding === undefined) return null;
  const [batch, , , positions] = padding.shape;
  if (start + length > positions) {
    throw new RangeError(`The padding mask covers ${positions} positions, not ${start + length}.`);
  }
  return reshape(slice(padding, [0, 0, 0, start], [batch, 1, 1, length]), [batch, length, 1]) as Tensor3D; // [batch, seq, 1]
}

/** x with zeros at padding: [batch, seq, channels] -> the same shape. */
export function withoutPadding<T extends Tensor>(x: T, isToken: Tensor | null): T {
  return isToken === null ? x : (mul(x, isToken) as T);
}

/** x with ones at padding, for x between 0 and 1: the same shape. */
export function openAtPadding<T extends Tensor>(x: T, isToken: Tensor | null): T {
  return isToken === null ? x : (add(mul(x, isToken), add(neg(isToken), 1)) as T);
}
