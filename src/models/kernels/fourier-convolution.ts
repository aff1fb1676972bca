/**
 * The convolution of `long-convolution.ts` by fast Fourier transforms on the WASM heap, all channels side by side. Two
 * texts with the same filter go through one transform, as its real and its imaginary part: a convolution with a
 * real filter keeps them apart. The spectrum stays in the order of turned bits, in which it can be multiplied as well.
 */
import type { Tensor3D, TensorInfo } from '../tf.ts';
import { at, defineKernel, type Heap } from './wasm/heap.ts';

interface Plan {
  /** The least power of two that holds the text twice. */
  readonly size: number;
  readonly channels: number;
}

/** A complex number for each place and channel: [size, channels] each, by address. */
interface Spectrum {
  readonly real: number;
  readonly imaginary: number;
}

/** One stage after the other, each turn of a stage in one call. */
function transform(
  heap: Heap,
  { real, imaginary }: Spectrum,
  { size, channels }: Plan,
  direction: 'down' | 'up',
) {
  const [name, sign] = direction === 'down' ? (['fourierDown', -1] as const) : (['fourierUp', 1] as const);
  const stages = Math.log2(size);
  for (let stage = 0; stage < stages; stage++) {
    const half = direction === 'down' ? size >> (stage + 1) : 1 << stage;
    for (let step = 0; step < half; step++) {
      const angle = (sign * Math.PI * step) / half;
      const offset = 4 * step * channels;
      heap.call(
        name,
        real + offset,
        imaginary + offset,
        4 * half * channels,
        8 * half * channels,
        size / (2 * half),
        channels,
        Math.cos(angle),
        Math.sin(angle),
      );
    }
  }
}

/** Copies text `text` to `target`, zeros after it; without a text nothing but zeros. */
function load(
  heap: Heap,
  source: TensorInfo,
  text: number | null,
  target: number,
  { size, channels }: Plan,
): void {
  const numbers = at(source.shape, 1) * channels;
  const place = heap.scratchFloats(target, size * channels);
  place.fill(0, text === null ? 0 : numbers);
  if (text !== null) place.set(heap.floats(source).subarray(text * numbers, (text + 1) * numbers));
}

const convolution = defineKernel('LongConvolution', (heap, inputs) => {
  const [u, k] = [at(inputs, 0), at(inputs, 1)];
  const [batch, time, channels] = [at(u.shape, 0), at(u.shape, 1), at(u.shape, 2)];
  const plan: Plan = { size: 2 ** Math.ceil(Math.log2(2 * time)), channels };
  const y = heap.output(u.shape);
  const bytes = 4 * plan.size * channels;
  const work = heap.scratch(4 * bytes);
  const signal: Spectrum = { real: work, imaginary: work + bytes };
  const filter: Spectrum = { real: work + 2 * bytes, imaginary: work + 3 * bytes };
  const shared = at(k.shape, 0) === 1;
  const loadFilter = (text: number) => {
    load(heap, k, text, filter.real, plan);
    load(heap, k, null, filter.imaginary, plan);
    // The way there and back multiplies by the size.
    const real = heap.scratchFloats(filter.real, time * channels);
    for (let index = 0; index < real.length; index++) real[index] = (real[index] ?? 0) / plan.size;
    transform(heap, filter, plan, 'down');
  };
  if (shared) loadFilter(0);
  for (let text = 0; text < batch; text += shared ? 2 : 1) {
    if (!shared) loadFilter(text);
    const second = shared && text + 1 < batch ? text + 1 : null;
    load(heap, u, text, signal.real, plan);
    load(heap, u, second, signal.imaginary, plan);
    transform(heap, signal, plan, 'down');
    heap.call(
      'complexProduct',
      signal.real,
      signal.imaginary,
      filter.real,
      filter.imaginary,
      plan.size * channels,
    );
    transform(heap, signal, plan, 'up');
    const numbers = time * channels;
    const output = heap.floats(y);
    output.set(heap.scratchFloats(signal.real, numbers), text * numbers);
    if (second !== null) output.set(heap.scratchFloats(signal.imaginary, numbers), second * numbers);
  }
  return [y];
});

/** u: [batch, time, channels], k: [1 or batch, time, channels] -> [batch, time, channels]; ask `hasHeap` first. */
export function fourierConvolution(u: Tensor3D, k: Tensor3D): Tensor3D {
  return at(convolution([u, k], null), 0) as Tensor3D;
}
