/**
 * Layer Normalization, Ba, Kiros, Hinton 2016, https://arxiv.org/abs/1607.06450, and Root Mean Square Layer
 * Normalization, Zhang and Sennrich 2019, https://arxiv.org/abs/1910.07467, over the last axis.
 */
import { add, mean, mul, rsqrt, square, sub, type Tensor, type Tensor1D } from '../tf.ts';

/** x, y: [..., width]; gain, bias: [width]. */
export function plainLayerNorm(x: Tensor, gain: Tensor1D, bias: Tensor1D, epsilon: number): Tensor {
  const centred = sub(x, mean(x, -1, true)); // [..., width]
  const inverse = rsqrt(add(mean(square(centred), -1, true), epsilon)); // [..., 1]
  return add(mul(mul(centred, inverse), gain), bias); // [..., width]
}

/** x, y: [..., width]; gain: [width]. */
export function plainRmsNorm(x: Tensor, gain: Tensor1D, epsilon: number): Tensor {
  const inverse = rsqrt(add(mean(square(x), -1, true), epsilon)); // [..., 1]
  return mul(mul(x, inverse), gain); // [..., width]
}

export function layerNorm<T extends Tensor>(x: T, gain: Tensor1D, bias: Tensor1D, epsilon: number): T {
  return plainLayerNorm(x, gain, bias, epsilon) as T;
}

export function rmsNorm<T extends Tensor>(x: T, gain: Tensor1D, epsilon: number): T {
  return plainRmsNorm(x, gain, epsilon) as T;
}
