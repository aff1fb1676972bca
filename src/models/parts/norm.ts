/**
 * Normalization over the last axis.
 *
 * layer: Layer Normalization, Ba, Kiros, Hinton 2016, https://arxiv.org/abs/1607.06450
 *        y = (x - mean) / sqrt(variance + epsilon) * g + b
 * rms:   Root Mean Square Layer Normalization, Zhang and Sennrich 2019, https://arxiv.org/abs/1910.07467
 *        y = x / sqrt(mean of x^2 + epsilon) * g
 *
 * | code    | symbol            |
 * | ------- | ----------------- |
 * | gain    | g, gamma          |
 * | bias    | b, beta           |
 * | epsilon | epsilon           |
 */
import type { NormConfig } from '../config.ts';
import { layerNorm, rmsNorm } from '../kernels/index.ts';
import type { Probe } from '../probe.ts';
import { ones, type Tensor, type Tensor1D, zeros, zerosLike } from '../tf.ts';

export type NormParams = {
  readonly gain: Tensor1D;
  readonly bias?: Tensor1D;
};

interface NormPart {
  init(width: number, bias: boolean): NormParams;
  forward<T extends Tensor>(x: T, params: NormParams, epsilon: number): T;
}

const norms: Record<NormConfig['kind'], NormPart> = {
  layer: {
    init: (width, bias) => ({
      gain: ones([width]) as Tensor1D,
      ...(bias ? { bias: zeros([width]) as Tensor1D } : {}),
    }),
    forward: (x, { gain, bias }, epsilon) => layerNorm(x, gain, bias ?? zerosLike(gain), epsilon),
  },
  rms: {
    init: (width) => ({ gain: ones([width]) as Tensor1D }),
    forward: (x, params, epsilon) => rmsNorm(x, params.gain, epsilon),
  },
};

export function initNorm(config: NormConfig, width: number): NormParams {
  return norms[config.kind].init(width, config.bias ?? true);
}

/** x: [..., width] -> [..., width]. */
export function norm<T extends Tensor>(x: T, params: NormParams, config: NormConfig, probe: Probe): T {
  return probe('normalized', norms[config.kind].forward(x, params, config.epsilon));
}
