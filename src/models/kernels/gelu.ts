/**
 * Activation functions with kernels of their own.
 *
 *   gelu(x)     = x Phi(x) = x (1 + erf(x / sqrt 2)) / 2
 *   geluTanh(x) = x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2
 *   silu(x)     = x sigmoid(x)
 *
 * Gaussian Error Linear Units, Hendrycks and Gimpel 2016, https://arxiv.org/abs/1606.08415.
 */
import { add, div, erf, mul, sigmoid, type Tensor, tanh } from '../tf.ts';
import type { ActivationName } from './wasm/activations.ts';
import { at, defineKernel, hasHeap, sizeOf } from './wasm/heap.ts';
import { savedAt, withGradient } from './with-gradient.ts';

export function plainGelu(x: Tensor): Tensor {
  return mul(mul(x, 0.5), add(erf(div(x, Math.SQRT2)), 1));
}

export function plainGeluTanh(x: Tensor): Tensor {
  const inner = mul(add(x, mul(mul(x, mul(x, x)), 0.044715)), Math.sqrt(2 / Math.PI));
  return mul(mul(x, 0.5), add(tanh(inner), 1));
}

export function plainSilu(x: Tensor): Tensor {
  return mul(x, sigmoid(x));
}

const forwardKernel = defineKernel<ActivationName>('Activation', (heap, inputs, name) => {
  const x = at(inputs, 0);
  const y = heap.output(x.shape);
  heap.call(name, heap.address(x), heap.address(y), sizeOf(x.shape));
  return [y];
});

const backwardKernel = defineKernel<ActivationName>('ActivationGradient', (heap, inputs, name) => {
  const [x, dy] = [at(inputs, 0), at(inputs, 1)];
  const dx = heap.output(x.shape);
  heap.call(`${name}Gradient`, heap.address(x), heap.address(dy), heap.address(dx), sizeOf(x.shape));
  return [dx];
});

function activation<T extends Tensor>(name: ActivationName, plain: (x: Tensor) => Tensor, x: T): T {
  if (!hasHeap()) return plain(x) as T;
  return withGradient(
    [x],
    () => ({ value: at(forwardKernel([x], name), 0), saved: [x] }),
    (dy, saved) => at(backwardKernel([savedAt(saved, 0), dy], name), 0),
  ) as T;
}

export const gelu = <T extends Tensor>(x: T): T => activation('gelu', plainGelu, x);
export const geluTanh = <T extends Tensor>(x: T): T => activation('geluTanh', plainGeluTanh, x);
export const silu = <T extends Tensor>(x: T): T => activation('silu', plainSilu, x);
