/** The selective scan of whichever backend runs beside its plain form. */
import { expect, test } from 'vitest';
import { plainSelectiveScan, selectiveScan } from '../../../src/models/kernels/selective-scan.ts';
import {
  exp,
  memory,
  neg,
  softplus,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  tidy,
  valueAndGrads,
} from '../../../src/models/tf.ts';
import { noise, weighed } from '../parts/finite-differences.ts';

const [batch, time, channels, states] = [2, 19, 3, 4] as const;

const example = () => ({
  x: noise([batch, time, channels], 1) as Tensor3D,
  delta: softplus(noise([batch, time, channels], 2)) as Tensor3D,
  A: neg(exp(noise([channels, states], 3, 0.5))) as Tensor2D,
  B: noise([batch, time, states], 4) as Tensor3D,
  C: noise([batch, time, states], 5) as Tensor3D,
});

async function farthest(left: Tensor, right: Tensor): Promise<number> {
  expect(left.shape).toEqual(right.shape);
  const [a, b] = [(await left.data()) as Float32Array, (await right.data()) as Float32Array];
  return a.reduce((most, value, at) => Math.max(most, Math.abs(value - (b[at] ?? Number.NaN))), 0);
}

export function selectiveScanCases(tolerance: number): void {
  test('one loop does what the plain ops do', async () => {
    const input = example();
    expect(await farthest(selectiveScan(input).y, plainSelectiveScan(input).y)).toBeLessThan(tolerance);
    const before = noise([batch, channels, states], 6) as Tensor3D;
    const [loop, plain] = [selectiveScan({ ...input, before }), plainSelectiveScan({ ...input, before })];
    expect(await farthest(loop.y, plain.y)).toBeLessThan(tolerance);
    expect(await farthest(loop.state as Tensor, plain.state as Tensor)).toBeLessThan(tolerance);
  });

  test('and so does its gradient', async () => {
    const { x, delta, A, B, C } = example();
    const gradients = (form: typeof selectiveScan) =>
      valueAndGrads((...own: Tensor[]) => {
        const [ownX, ownDelta, ownA, ownB, ownC] = own;
        const input = { x: ownX, delta: ownDelta, A: ownA, B: ownB, C: ownC } as ReturnType<typeof example>;
        return weighed(form(input).y);
      })([x, delta, A, B, C]).grads;
    const [loop, plain] = [gradients(selectiveScan), gradients(plainSelectiveScan)];
    for (const [at, gradient] of loop.entries()) {
      expect(await farthest(gradient, plain[at] as Tensor)).toBeLessThan(50 * tolerance);
    }
  });

  test('it leaves no tensor behind', () => {
    const input = example();
    const before = memory().numTensors;
    tidy(() => void selectiveScan(input));
    tidy(
      () =>
        void valueAndGrads((x: Tensor) => weighed(selectiveScan({ ...input, x: x as Tensor3D }).y))([
          input.x,
        ]),
    );
    expect(memory().numTensors).toBe(before);
  });
}
