/**
 * The convolution of `../long-convolution.ts` by the fast Fourier transform, as a loop over memory. Two real signals go through one complex transform, as its real and its imaginary part: a convolution with a real filter keeps
 * them apart.
 */
import { registerLoop } from './heap.ts';

export const longConvolutionKernel = 'LongConvolution';

interface Plan {
  readonly size: number;
  /** Where each place goes when the order of its bits is turned over. */
  readonly turned: Uint32Array;
  readonly cosine: Float64Array;
  readonly sine: Float64Array;
}

function makePlan(time: number): Plan {
  let size = 1;
  while (size < 2 * time) size *= 2;
  const turned = new Uint32Array(size);
  for (let place = 1; place < size; place++) {
    turned[place] = ((turned[place >> 1] ?? 0) >> 1) | (place & 1 ? size >> 1 : 0);
  }
  const angle = (place: number) => (2 * Math.PI * place) / size;
  return {
    size,
    turned,
    cosine: Float64Array.from({ length: size / 2 }, (_, place) => Math.cos(angle(place))),
    sine: Float64Array.from({ length: size / 2 }, (_, place) => Math.sin(angle(place))),
  };
}

interface Complex {
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

const complex = (size: number): Complex => ({
  real: new Float64Array(size),
  imaginary: new Float64Array(size),
});

const at = (values: Float64Array | Float32Array, index: number): number => values[index] as number;

/** In place; `sign` is -1 on the way there and 1 on the way back, which leaves a factor of `size`. */
function transform({ real, imaginary }: Complex, { size, turned, cosine, sine }: Plan, sign: 1 | -1): void {
  for (let place = 0; place < size; place++) {
    const other = turned[place] as number;
    if (other <= place) continue;
    const keptReal = at(real, place);
    const keptImaginary = at(imaginary, place);
    real[place] = at(real, other);
    imaginary[place] = at(imaginary, other);
    real[other] = keptReal;
    imaginary[other] = keptImaginary;
  }
  for (let half = 1; half < size; half *= 2) {
    const stride = size / (2 * half);
    for (let step = 0; step < half; step++) {
      const c = at(cosine, step * stride);
      const s = sign * at(sine, step * stride);
      for (let low = step; low < size; low += 2 * half) {
        const high = low + half;
        const x = at(real, high);
        const y = at(imaginary, high);
        const turnedX = x * c - y * s;
        const turnedY = x * s + y * c;
        real[high] = at(real, low) - turnedX;
        imaginary[high] = at(imaginary, low) - turnedY;
        real[low] = at(real, low) + turnedX;
        imaginary[low] = at(imaginary, low) + turnedY;
      }
    }
  }
}

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

/** Multiplies `signal` by `filter`, frequency by frequency. */
function multiply(signal: Complex, filter: Complex, size: number): void {
  for (let place = 0; place < size; place++) {
    const x = at(signal.real, place);
    const y = at(signal.imaginary, place);
    const c = at(filter.real, place);
    const s = at(filter.imaginary, place);
    signal.real[place] = x * c - y * s;
    signal.imaginary[place] = x * s + y * c;
  }
}

function convolve(
  [u, k]: readonly Float32Array[],
  [y]: readonly Float32Array[],
  [uShape = [], kShape = []]: readonly (readonly number[])[],
): void {
  if (!u || !k || !y) throw new Error('The long convolution lacks a tensor.');
  const [batch = 0, time = 0, channels = 0] = uShape;
  const shared = kShape[0] === 1;
  const plan = makePlan(time);
  const { size } = plan;
  const [signal, filter] = [complex(size), complex(size)];
  const write = (source: Float64Array, text: number, channel: number) => {
    for (let step = 0; step < time; step++)
      y[(text * time + step) * channels + channel] = at(source, step) / size;
  };
  const loadFilter = (text: number, channel: number) => {
    readChannel(k, text * time * channels + channel, channels, time, filter.real);
    filter.imaginary.fill(0);
    transform(filter, plan, -1);
  };
  for (let channel = 0; channel < channels; channel++) {
    if (shared) loadFilter(0, channel);
    for (let text = 0; text < batch; text += shared ? 2 : 1) {
      const second = shared && text + 1 < batch;
      if (!shared) loadFilter(text, channel);
      readChannel(u, text * time * channels + channel, channels, time, signal.real);
      if (second) readChannel(u, (text + 1) * time * channels + channel, channels, time, signal.imaginary);
      else signal.imaginary.fill(0);
      transform(signal, plan, -1);
      multiply(signal, filter, size);
      transform(signal, plan, 1);
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
