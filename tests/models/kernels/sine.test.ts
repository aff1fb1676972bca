import { beforeAll, describe, expect, it } from 'vitest';
import { polynomialSine } from '../../../src/models/kernels/sine.ts';
import { mul, startBackend, sum, type Tensor, tensor, valueAndGrads } from '../../../src/models/tf.ts';

const points = Float32Array.from({ length: 4001 }, (_, index) => (index - 2000) / 50);
const worst = (found: ArrayLike<number>, wanted: (x: number) => number): number =>
  points.reduce((most, x, index) => Math.max(most, Math.abs((found[index] ?? Number.NaN) - wanted(x))), 0);

describe.each(['cpu', 'wasm'] as const)('the sine as a polynomial, on %s', (backend) => {
  beforeAll(() => startBackend(backend));

  it('is the sine over many turns, and its slope the cosine', async () => {
    const x = tensor(points);
    expect(worst(await polynomialSine(x).data(), Math.sin)).toBeLessThan(4e-6);
    const slope = valueAndGrads((own: Tensor) => sum(mul(polynomialSine(own), 1)) as never)([x]).grads[0];
    expect(worst((await slope?.data()) ?? [], Math.cos)).toBeLessThan(4e-6);
  });
});
