/** What every form of the scan must answer, for whichever backend runs: in Node, and in a browser on WebGL. */
import { expect, test } from 'vitest';
import { doublingScan, scan, sequentialScan } from '../../../src/models/kernels/scan.ts';
import {
  add,
  memory,
  type Tensor,
  type Tensor3D,
  tensor,
  tidy,
  valueAndGrads,
} from '../../../src/models/tf.ts';
import { noise, weighed } from '../parts/finite-differences.ts';

/** In float64, by the definition. */
function byLoop(
  a: Float32Array,
  b: Float32Array,
  [batch, time, channels]: readonly [number, number, number],
) {
  const h = new Float64Array(a.length);
  for (let text = 0; text < batch; text++) {
    for (let step = 0; step < time; step++) {
      for (let channel = 0; channel < channels; channel++) {
        const at = (text * time + step) * channels + channel;
        const before = step === 0 ? 0 : (h[at - channels] ?? 0);
        h[at] = (a[at] ?? 0) * before + (b[at] ?? 0);
      }
    }
  }
  return h;
}

const shapes = [
  [2, 1, 3],
  [1, 16, 2],
  [2, 17, 5],
  [1, 300, 3],
] as const;

async function farthest(actual: Tensor, wanted: ArrayLike<number>): Promise<number> {
  const data = (await actual.data()) as Float32Array;
  expect(data.length).toBe(wanted.length);
  return data.reduce((most, value, at) => Math.max(most, Math.abs(value - (wanted[at] ?? Number.NaN))), 0);
}

/** Factors in (0, 1), as a state space model has them, with a few zeros and a few above 1. */
async function example(shape: readonly [number, number, number]): Promise<[Tensor3D, Tensor3D]> {
  const factors = Float32Array.from(await noise(shape, 1).data(), (value, at) =>
    at % 11 === 0 ? 0 : Math.exp(-Math.abs(value) / 4) * (at % 13 === 0 ? 1.2 : 1),
  );
  return [tensor(factors, [...shape]) as Tensor3D, noise(shape, 2) as Tensor3D];
}

export function scanCases(tolerance: number): void {
  test.each(shapes)('every form of the scan is its definition: [%i, %i, %i]', async (...shape) => {
    const [a, b] = await example(shape);
    const wanted = byLoop((await a.data()) as Float32Array, (await b.data()) as Float32Array, shape);
    expect(await farthest(sequentialScan(a, b), wanted)).toBeLessThan(tolerance);
    expect(await farthest(doublingScan(a, b), wanted)).toBeLessThan(tolerance);
    expect(await farthest(scan(a, b), wanted)).toBeLessThan(tolerance);
  });

  test.each(shapes)('its gradient is that of the plain ops: [%i, %i, %i]', async (...shape) => {
    const [a, b] = await example(shape);
    // A sum that keeps both inputs in use where there is a single step, which reads no factor.
    const gradients = (form: typeof scan) =>
      valueAndGrads(
        (x: Tensor, y: Tensor) => add(weighed(form(x as Tensor3D, y as Tensor3D)), weighed(x, 3)) as never,
      )([a, b]).grads;
    const [kernel, plain] = [gradients(scan), gradients(doublingScan)];
    for (const [at, gradient] of kernel.entries()) {
      expect(await farthest(gradient, await (plain[at] as Tensor).data())).toBeLessThan(20 * tolerance);
    }
  });

  test('the scan leaves no tensor behind', async () => {
    const [a, b] = await example([2, 40, 3]);
    const before = memory().numTensors;
    tidy(() => void scan(a, b));
    tidy(
      () => void valueAndGrads((x: Tensor, y: Tensor) => weighed(scan(x as Tensor3D, y as Tensor3D)))([a, b]),
    );
    expect(memory().numTensors).toBe(before);
  });
}
