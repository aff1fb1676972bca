/**
 * Gaussian Error Linear Units, Hendrycks and Gimpel 2016, https://arxiv.org/abs/1606.08415.
 *
 *   gelu(x)     = x Phi(x) = x (1 + erf(x / sqrt 2)) / 2
 *   geluTanh(x) = x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2
 */
import { add, div, erf, mul, type Tensor, tanh } from '../tf.ts';

export function plainGelu(x: Tensor): Tensor {
  return mul(mul(x, 0.5), add(erf(div(x, Math.SQRT2)), 1));
}

export function plainGeluTanh(x: Tensor): Tensor {
  const inner = mul(add(x, mul(mul(x, mul(x, x)), 0.044715)), Math.sqrt(2 / Math.PI));
  return mul(mul(x, 0.5), add(tanh(inner), 1));
}

export function gelu<T extends Tensor>(x: T): T {
  return plainGelu(x) as T;
}

export function geluTanh<T extends Tensor>(x: T): T {
  return plainGeluTanh(x) as T;
}
