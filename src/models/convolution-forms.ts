/**
 * A causal convolution of one channel by the fast Fourier transform, as plain arithmetic on plain numbers, so that a page can hold it
 * against the sum that defines it: y = F^-1(F h F u). What models run is `kernels/long-convolution.ts`.
 */
import {
  type ComplexSignal,
  complexSignal,
  fourierPlan,
  fourierTransform,
  multiplySpectra,
} from './fourier.ts';

/** output[t] = sum over s <= t of filter[s] input[t - s]. // [time] */
export function fourierConvolve(filter: ArrayLike<number>, input: ArrayLike<number>): Float32Array {
  const time = input.length;
  const plan = fourierPlan(time);
  const spectrum = (values: ArrayLike<number>): ComplexSignal => {
    const signal = complexSignal(plan.size);
    for (let at = 0; at < time; at++) signal.real[at] = values[at] ?? 0;
    fourierTransform(signal, plan, -1);
    return signal;
  };
  const [h, u] = [spectrum(filter), spectrum(input)];
  multiplySpectra(u, h, plan.size);
  fourierTransform(u, plan, 1);
  return Float32Array.from(u.real.subarray(0, time), (value) => value / plan.size);
}

/** A product and a sum for each pair of a place and one at or before it. */
export const directOperations = (time: number): number => time * (time + 1);
