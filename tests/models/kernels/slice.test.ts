import { beforeAll, describe, expect, it } from 'vitest';
import '../../../src/models/kernels/index.ts';
import { slice, startBackend, sum, type Tensor, tensor, valueAndGrads } from '../../../src/models/tf.ts';

/** Shape, begin and size of slices of every kind: rows, columns, blocks, all, one number. */
const cases = [
  { shape: [7], begin: [2], size: [3] },
  { shape: [5, 6], begin: [1, 0], size: [3, 6] },
  { shape: [5, 6], begin: [0, 2], size: [5, 3] },
  { shape: [5, 6], begin: [4, 5], size: [1, 1] },
  { shape: [2, 5, 9], begin: [0, 1, 0], size: [2, 3, 9] },
  { shape: [2, 5, 9], begin: [1, 0, 4], size: [1, 5, 5] },
  { shape: [2, 3, 5, 4], begin: [0, 0, 2, 0], size: [2, 3, 2, 4] },
  { shape: [2, 3, 5, 4], begin: [0, 1, 0, 1], size: [2, 2, 5, 3] },
  { shape: [2, 3, 5, 4], begin: [0, 0, 0, 0], size: [2, 3, 5, 4] },
  { shape: [2, 3, 5, 4], begin: [1, 2], size: [1, -1] },
  { shape: [2, 2, 2, 3, 3], begin: [0, 1, 0, 0, 1], size: [-1, 1, 2, 2, 2] },
];

/** By the definition: the numbers whose every index lies within. */
function byLoop(shape: readonly number[], begin: readonly number[], size: readonly number[]): number[] {
  const count = shape.reduce((product, one) => product * one, 1);
  return Array.from({ length: count }, (_, place) => place).filter((place) => {
    let rest = place;
    return [...shape.keys()].reverse().every((axis) => {
      const whole = shape[axis] ?? 1;
      const index = rest % whole;
      rest = Math.floor(rest / whole);
      const first = begin[axis] ?? 0;
      const own = size[axis] ?? -1;
      return index >= first && index < (own < 0 ? whole : first + own);
    });
  });
}

describe('slice on wasm', () => {
  beforeAll(() => startBackend('wasm'));

  for (const dtype of ['float32', 'int32'] as const) {
    it.each(cases)(`of ${dtype}: %j`, async ({ shape, begin, size }) => {
      const count = shape.reduce((product, one) => product * one, 1);
      const x = tensor(
        Array.from({ length: count }, (_, index) => index),
        shape,
        dtype,
      );
      const part = slice(x, begin, size);
      expect(part.dtype).toBe(dtype);
      expect([...(await part.data())]).toEqual(byLoop(shape, begin, size));
    });
  }

  it('keeps every bit of a whole number, and its gradient puts back what was taken', async () => {
    const odd = tensor([1, -1, 2 ** 31 - 1, -(2 ** 31), 5], [5], 'int32');
    expect([...(await slice(odd, [1], [3]).data())]).toEqual([-1, 2 ** 31 - 1, -(2 ** 31)]);
    const x = tensor([1, 2, 3, 4, 5, 6], [2, 3]);
    const { grads } = valueAndGrads((own: Tensor) => sum(slice(own, [0, 1], [2, 2])))([x]);
    expect([...((await grads[0]?.data()) ?? [])]).toEqual([0, 1, 1, 0, 1, 1]);
  });
});
