/**
 * One step of AdamW for one parameter, in one walk over memory on WASM: Decoupled Weight Decay Regularization,
 * Loshchilov and Hutter 2017, algorithm 2, https://arxiv.org/abs/1711.05101.
 *
 * | code     | symbol                              |
 * | -------- | ----------------------------------- |
 * | gradient | g_t, times `shrink` where clipped   |
 * | mean     | m_t                                 |
 * | square   | v_t                                 |
 * | rate     | alpha eta_t                         |
 * | decay    | lambda                              |
 */
import { add, addN, div, mul, type Scalar, sqrt, square, sub, sum, type Tensor, tidy } from '../tf.ts';
import { at, defineKernel, hasHeap, sizeOf } from './wasm/heap.ts';

export interface AdamWSettings {
  /** Of this step; the first is 1. */
  readonly step: number;
  readonly rate: number;
  readonly decay: number;
  readonly beta1: number;
  readonly beta2: number;
  /** Always given: that of TensorFlow.js is wrong on WebGL. */
  readonly epsilon: number;
  /** What the gradient is multiplied by. */
  readonly shrink: number;
}

export interface AdamWTensors {
  readonly param: Tensor;
  readonly mean: Tensor;
  readonly square: Tensor;
}

export function plainAdamWUpdate(
  before: AdamWTensors,
  gradient: Tensor,
  settings: AdamWSettings,
): AdamWTensors {
  const { step, rate, decay, beta1, beta2, epsilon, shrink } = settings;
  const clipped = mul(gradient, shrink);
  const mean = add(mul(before.mean, beta1), mul(clipped, 1 - beta1));
  const squared = add(mul(before.square, beta2), mul(square(clipped), 1 - beta2));
  const corrected = div(mean, 1 - beta1 ** step);
  const spread = add(sqrt(div(squared, 1 - beta2 ** step)), epsilon);
  const param = sub(mul(before.param, 1 - rate * decay), mul(div(corrected, spread), rate));
  return { param, mean, square: squared };
}

/** param, gradient, mean, square -> the updated parameter; mean and square are written where they lie. */
const updateKernel = defineKernel<AdamWSettings>('AdamW', (heap, inputs, settings) => {
  const { step, rate, decay, beta1, beta2, epsilon, shrink } = settings;
  const updated = heap.output(at(inputs, 0).shape);
  const places = [...inputs, updated].map((tensor) => heap.address(tensor));
  const stepSize = rate / (1 - beta1 ** step);
  const rootFactor = 1 / Math.sqrt(1 - beta2 ** step);
  const numbers = [shrink, beta1, beta2, stepSize, rootFactor, epsilon, rate * decay];
  heap.call('adamw', ...places, sizeOf(updated.shape), ...numbers);
  return [updated];
});

/**
 * The tensors after the step. The moments that were given are used up (written in place on WASM, disposed elsewhere):
 * nothing else may share their data. The parameter that was given stays as it is, and the caller's to dispose.
 */
export function adamwUpdate(before: AdamWTensors, gradient: Tensor, settings: AdamWSettings): AdamWTensors {
  if (hasHeap()) {
    const inputs = [before.param, gradient, before.mean, before.square];
    return { param: at(updateKernel(inputs, settings), 0), mean: before.mean, square: before.square };
  }
  const after: AdamWTensors = tidy(() => ({ ...plainAdamWUpdate(before, gradient, settings) }));
  before.mean.dispose();
  before.square.dispose();
  return after;
}

export function plainGlobalNorm(tensors: readonly Tensor[]): Scalar {
  return sqrt(addN(tensors.map((tensor) => sum(square(tensor))))) as Scalar;
}

const normKernel = defineKernel('GlobalNorm', (heap, inputs) => {
  const norm = heap.output([]);
  let total = 0;
  for (const tensor of inputs) total += heap.call('sumOfSquares', heap.address(tensor), sizeOf(tensor.shape));
  heap.floats(norm)[0] = Math.sqrt(total);
  return [norm];
});

/** The Euclidean norm of all tensors together. */
export function globalNorm(tensors: readonly Tensor[]): Scalar {
  return (hasHeap() ? at(normKernel(tensors, null), 0) : tidy(() => plainGlobalNorm(tensors))) as Scalar;
}
