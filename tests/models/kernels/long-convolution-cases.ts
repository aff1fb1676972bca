/** The long convolution of whichever backend runs beside a double loop. */
import { expect, test } from 'vitest';
import {
  directConvolution,
  longConvolution,
  spectralConvolution,
} from '../../../src/models/kernels/long-convolution.ts';
import { memory, type Tensor, type Tensor3D, tidy, valueAndGrads } from '../../../src/models/tf.ts';
import { noise, weighed } from '../parts/finite-differences.ts';

async function byLoops(u: Tensor3D, k: Tensor3D): Promise<Float64Array> {
  const [batch, time, channels] = u.shape;
  const [signal, filter] = [await u.data(), await k.data()];
  const y = new Float64Array(u.size);
  for (let text = 0; text < batch; text++) {
    const own = k.shape[0] === 1 ? 0 : text;
    for (let channel = 0; channel < channels; channel++) {
      for (let step = 0; step < time; step++) {
        let total = 0;
        for (let lag = 0; lag <= step; lag++) {
          const past = signal[(text * time + step - lag) * channels + channel] ?? 0;
          total += past * (filter[(own * time + lag) * channels + channel] ?? 0);
        }
        y[(text * time + step) * channels + channel] = total;
      }
    }
  }
  return y;
}

async function farthest(actual: Tensor, wanted: ArrayLike<number>): Promise<number> {
  const data = (await actual.data()) as Float32Array;
  expect(data.length).toBe(wanted.length);
  return data.reduce((most, value, at) => Math.max(most, Math.abs(value - (wanted[at] ?? Number.NaN))), 0);
}

const shapes = [
  [1, 1, 2, 1],
  [3, 13, 2, 1],
  [2, 16, 3, 2],
  // Longer than what is convolved by the definition.
  [3, 140, 2, 1],
  [2, 129, 2, 2],
] as const;

export function longConvolutionCases(tolerance: number): void {
  test.each(shapes)(
    'every form is the definition: [%i, %i, %i], %i filters',
    async (batch, time, channels, filters) => {
      const u = noise([batch, time, channels], 1) as Tensor3D;
      const k = noise([filters, time, channels], 2) as Tensor3D;
      const wanted = await byLoops(u, k);
      expect(await farthest(longConvolution(u, k), wanted)).toBeLessThan(tolerance);
      expect(await farthest(spectralConvolution(u, k), wanted)).toBeLessThan(tolerance);
      expect(await farthest(directConvolution(u, k), wanted)).toBeLessThan(tolerance);
    },
  );

  test.each(shapes)(
    'so is its gradient: [%i, %i, %i], %i filters',
    async (batch, time, channels, filters) => {
      const u = noise([batch, time, channels], 1);
      const k = noise([filters, time, channels], 2);
      const gradients = (form: typeof longConvolution) =>
        valueAndGrads((x: Tensor, y: Tensor) => weighed(form(x as Tensor3D, y as Tensor3D)))([u, k]).grads;
      const [own, plain] = [gradients(longConvolution), gradients(directConvolution)];
      for (const [at, gradient] of own.entries()) {
        expect(gradient.shape).toEqual(plain[at]?.shape);
        expect(await farthest(gradient, await (plain[at] as Tensor).data())).toBeLessThan(10 * tolerance);
      }
    },
  );

  test('the long convolution leaves no tensor behind', () => {
    const [u, k] = [noise([2, 9, 3], 1) as Tensor3D, noise([1, 9, 3], 2) as Tensor3D];
    const before = memory().numTensors;
    tidy(() => void longConvolution(u, k));
    tidy(() => void valueAndGrads((x: Tensor) => weighed(longConvolution(x as Tensor3D, k)))([u]));
    expect(memory().numTensors).toBe(before);
  });
}
