/**
 * A linear map, y = x W + b, applied to the last axis.
 *
 * | code   | symbol                        |
 * | ------ | ----------------------------- |
 * | weight | W, [inputs, outputs]          |
 * | bias   | b, [outputs], absent if there is none |
 *
 * Deviation: PyTorch's `nn.Linear` stores W transposed; the name maps of `checkpoints/` turn it over.
 */
import type { RandomStream } from '../../random.ts';
import { linearMap } from '../kernels/index.ts';
import { add, type Tensor, type Tensor1D, type Tensor2D, tensor, zeros } from '../tf.ts';

export type LinearParams = {
  readonly weight: Tensor2D;
  readonly bias?: Tensor1D;
  /** What learns beside a weight that stays (`lora.ts`): [inputs, rank] and [rank, outputs]. */
  readonly adapter?: { readonly down: Tensor2D; readonly up: Tensor2D };
};

/** A tensor of normal draws with mean 0. */
export function normalTensor<T extends Tensor>(shape: number[], deviation: number, random: RandomStream): T {
  const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
  for (let index = 0; index < values.length; index++) values[index] = random.normal() * deviation;
  return tensor(values, shape) as T;
}

export function initLinear(
  inputs: number,
  outputs: number,
  bias: boolean,
  deviation: number,
  random: RandomStream,
): LinearParams {
  const weight = normalTensor<Tensor2D>([inputs, outputs], deviation, random); // [inputs, outputs]
  return bias ? { weight, bias: zeros([outputs]) as Tensor1D } : { weight };
}

/** x: [..., inputs] -> [..., outputs]. */
export function linear<T extends Tensor>(x: T, params: LinearParams): T {
  const y = linearMap(x, params.weight, params.bias); // [..., outputs]
  const { adapter } = params;
  return adapter ? (add(y, linearMap(linearMap(x, adapter.down), adapter.up)) as T) : y; // [..., outputs]
}
