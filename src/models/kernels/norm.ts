/**
 * Layer Normalization, Ba, Kiros, Hinton 2016, https://arxiv.org/abs/1607.06450, and Root Mean Square Layer
 * Normalization, Zhang and Sennrich 2019, https://arxiv.org/abs/1910.07467, over the last axis.
 */
import { add, mean, mul, rsqrt, square, sub, type Tensor, type Tensor1D } from '../tf.ts';
import { at, defineKernel, type Heap, hasHeap, sizeOf } from './wasm/heap.ts';
import { savedAt, withGradient } from './with-gradient.ts';

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

const widthOf = (shape: readonly number[]): number => shape[shape.length - 1] ?? 1;
const rowsOf = (shape: readonly number[]): number => sizeOf(shape.slice(0, -1));

/** x, gain, bias (absent for RMS norm) -> y. */
const forwardKernel = defineKernel<number>('Norm', (heap, inputs, epsilon) => {
  const [x, gain, bias] = [at(inputs, 0), at(inputs, 1), inputs[2]];
  const y = heap.output(x.shape);
  const name = bias === undefined ? 'rmsNorm' : 'layerNorm';
  const places = [x, gain, bias ?? gain, y].map((tensor) => heap.address(tensor));
  heap.call(name, ...places, rowsOf(x.shape), widthOf(x.shape), epsilon);
  return [y];
});

interface BackwardChoice {
  readonly epsilon: number;
  readonly kind: 'layerNormGradient' | 'rmsNormGradient';
}

/** x, gain, dy -> dx, dGain and, for layer norm, dBias. */
const backwardKernel = defineKernel<BackwardChoice>(
  'NormGradient',
  (heap: Heap, inputs, { epsilon, kind }) => {
    const [x, gain, dy] = [at(inputs, 0), at(inputs, 1), at(inputs, 2)];
    const dx = heap.output(x.shape);
    const sums = [heap.zeros(gain.shape), ...(kind === 'layerNormGradient' ? [heap.zeros(gain.shape)] : [])];
    const places = [x, gain, dy, dx, at(sums, 0), sums[1] ?? at(sums, 0)].map((tensor) =>
      heap.address(tensor),
    );
    heap.call(kind, ...places, rowsOf(x.shape), widthOf(x.shape), epsilon);
    return [dx, ...sums];
  },
);

export function layerNorm<T extends Tensor>(x: T, gain: Tensor1D, bias: Tensor1D, epsilon: number): T {
  if (!hasHeap()) return plainLayerNorm(x, gain, bias, epsilon) as T;
  const kind = 'layerNormGradient';
  return withGradient(
    [x, gain, bias],
    () => ({ value: at(forwardKernel([x, gain, bias], epsilon), 0), saved: [x, gain] }),
    (dy, saved) => backwardKernel([savedAt(saved, 0), savedAt(saved, 1), dy], { epsilon, kind }),
  ) as T;
}

export function rmsNorm<T extends Tensor>(x: T, gain: Tensor1D, epsilon: number): T {
  if (!hasHeap()) return plainRmsNorm(x, gain, epsilon) as T;
  const kind = 'rmsNormGradient';
  return withGradient(
    [x, gain],
    () => ({ value: at(forwardKernel([x, gain], epsilon), 0), saved: [x, gain] }),
    (dy, saved) => backwardKernel([savedAt(saved, 0), savedAt(saved, 1), dy], { epsilon, kind }),
  ) as T;
}
