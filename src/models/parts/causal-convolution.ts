/**
 * A short causal convolution of each channel by itself, as Mamba and Hyena put it before their long memory:
 *
 *   y_t = b + sum over k of w_k x_(t - K + 1 + k)
 *
 * | code   | symbol                                          |
 * | ------ | ----------------------------------------------- |
 * | weight | w, [taps, channels]; the last tap is the present |
 * | bias   | b, [channels], absent if there is none          |
 * | taps   | K                                               |
 *
 * Deviation: written as a sum of shifted inputs, since WASM has no gradient for a depthwise convolution; PyTorch
 * stores the weight as [channels, 1, taps].
 */
import type { RandomStream } from '../../random.ts';
import {
  add,
  concat,
  mul,
  slice,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tensor,
  zeros,
} from '../tf.ts';

export type ConvolutionParams = {
  readonly weight: Tensor2D;
  readonly bias?: Tensor1D;
};

/** Uniform within 1 / sqrt(taps), as PyTorch begins. */
export function initConvolution(
  taps: number,
  channels: number,
  bias: boolean,
  random: RandomStream,
): ConvolutionParams {
  const reach = 1 / Math.sqrt(taps);
  const values = Float32Array.from({ length: taps * channels }, () => (2 * random.next() - 1) * reach);
  const weight = tensor(values, [taps, channels]) as Tensor2D; // [taps, channels]
  return bias ? { weight, bias: zeros([channels]) as Tensor1D } : { weight };
}

/** The inputs before the first: [batch, taps - 1, channels]. */
export function emptyWindow(batch: number, taps: number, channels: number): Tensor3D {
  return zeros([batch, taps - 1, channels]) as Tensor3D;
}

export interface ConvolutionOutput {
  /** [batch, seq, channels] */
  readonly y: Tensor3D;
  /** The inputs that the next step still sees: [batch, taps - 1, channels]. */
  readonly window: Tensor3D;
}

/** x: [batch, seq, channels]; `window`: the inputs before it. */
export function causalConvolution(
  x: Tensor3D,
  params: ConvolutionParams,
  window?: Tensor3D,
): ConvolutionOutput {
  const [batch, length, channels] = x.shape;
  const taps = params.weight.shape[0];
  const padded = concat([window ?? emptyWindow(batch, taps, channels), x], 1) as Tensor3D; // [batch, taps - 1 + seq, channels]
  const part = (from: number, count: number) => slice(padded, [0, from, 0], [batch, count, channels]);
  let y: Tensor | null = null; // [batch, seq, channels]
  for (let tap = 0; tap < taps; tap++) {
    const shifted = mul(part(tap, length), slice(params.weight, [tap, 0], [1, channels])); // [batch, seq, channels]
    y = y === null ? shifted : add(y, shifted); // [batch, seq, channels]
  }
  if (y === null) throw new RangeError('A convolution needs at least one tap.');
  return {
    y: (params.bias ? add(y, params.bias) : y) as Tensor3D, // [batch, seq, channels]
    window: part(length, taps - 1) as Tensor3D, // [batch, taps - 1, channels]
  };
}
