/**
 * The convolution of `../long-convolution.ts` by the fast Fourier transform, as a loop over memory. Two real signals go through one complex transform, as its real and its imaginary part: a convolution with a real filter keeps
 * them apart.
 */
import { complexSignal, fourierPlan, fourierTransform, multiplySpectra } from '../../fourier.ts';
import { registerLoop } from './heap.ts';

export const longConvolutionKernel = 'LongConvolution';

const at = (values: Float64Array | Float32Array, index: number): number => values[index] as number;

/** Puts a channel of a text, or zeros where there is none, into `target`: [time, channels] -> [size]. */
function readChannel(
  source: Float32Array,
  start: number,
  channels: number,
  time: number,
  target: Float64Array,
): void {
  target.fill(0);
  for (let step = 0; step < time; step++) target[step] = at(source, start + step * channels);
}

function convolve(
  [u, k]: readonly Float32Array[],
  [y]: readonly Float32Array[],
  [uShape = [], kShape = []]: readonly (readonly number[])[],
): void {
  if (!u || !k || !y) throw new Error('The long convolution lacks a tensor.');
  const [batch = 0, time = 0, channels = 0] = uShape;
  const shared = kShape[0] === 1;
  const plan = fourierPlan(time);
  const { size } = plan;
  const [signal, filter] = [complexSignal(size), complexSignal(size)];
  const write = (source: Float64Array, text: number, channel: number) => {
    for (let step = 0; step < time; step++)
      y[(text * time + step) * channels + channel] = at(source, step) / size;
  };
  const loadFilter = (text: number, channel: number) => {
    readChannel(k, text * time * channels + channel, channels, time, filter.real);
    filter.imaginary.fill(0);
    fourierTransform(filter, plan, -1);
  };
  for (let channel = 0; channel < channels; channel++) {
    if (shared) loadFilter(0, channel);
    for (let text = 0; text < batch; text += shared ? 2 : 1) {
      const second = shared && text + 1 < batch;
      if (!shared) loadFilter(text, channel);
      readChannel(u, text * time * channels + channel, channels, time, signal.real);
      if (second) readChannel(u, (text + 1) * time * channels + channel, channels, time, signal.imaginary);
      else signal.imaginary.fill(0);
      fourierTransform(signal, plan, -1);
      multiplySpectra(signal, filter, size);
      fourierTransform(signal, plan, 1);
      write(signal.real, text, channel);
      if (second) write(signal.imaginary, text + 1, channel);
    }
  }
}

export function registerLongConvolution(): void {
  registerLoop({
    name: longConvolutionKernel,
    inputs: ['u', 'k'],
    outputs: ([u]) => [u?.shape ?? []],
    run: convolve,
  });
}
