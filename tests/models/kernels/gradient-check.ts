/** An op of ours against its plain version: the value, and the gradient with respect to every input. */
import { expect } from 'vitest';
import { dispose, mul, sum, type Tensor, tensor, tidy, valueAndGrads } from '../../../src/models/tf.ts';
import { leftBehind, randomTensor } from '../../support/backends.ts';
import '../../support/matchers.ts';

type Op = (...inputs: Tensor[]) => Tensor;

async function valueAndGradients(op: Op, inputs: Tensor[]): Promise<ArrayLike<number>[]> {
  const probe = tidy(() => op(...inputs));
  const weights = randomTensor(probe.shape, 99); // Not all alike, or a sum of rows would hide much.
  const { value, grads } = valueAndGrads((...given: Tensor[]) => sum(mul(op(...given), weights)))(inputs);
  const numbers = await Promise.all([probe, value, ...grads].map((tensor) => tensor.data()));
  dispose([probe, value, weights, ...grads]);
  return numbers;
}

export async function expectSame(ours: Op, plain: Op, inputs: Tensor[], tolerance = 1e-5): Promise<void> {
  const left = await leftBehind(async () => {
    const actual = await valueAndGradients(ours, inputs);
    const wanted = await valueAndGradients(plain, inputs);
    expect(actual.length).toBe(wanted.length);
    actual.forEach((numbers, index) => {
      expect(numbers).toBeAllClose(wanted[index] ?? [], tolerance);
    });
  });
  expect(left).toBe(0);
}

/** The gradient against differences of the op itself, at every number of every input. */
export async function expectGradient(op: Op, inputs: Tensor[], step = 1e-2, tolerance = 2e-3): Promise<void> {
  const total = (given: readonly Tensor[]) =>
    tidy(() => sum(mul(op(...given), randomTensor(op(...given).shape, 99))));
  const { grads, value } = valueAndGrads((...given: Tensor[]) => {
    const result = op(...given);
    return sum(mul(result, randomTensor(result.shape, 99)));
  })(inputs);
  for (const [which, input] of inputs.entries()) {
    const numbers = Float32Array.from(await input.data());
    const differences = new Float32Array(numbers.length);
    for (const index of numbers.keys()) {
      const moved = async (by: number): Promise<number> => {
        const shifted = numbers.slice();
        shifted[index] = (shifted[index] ?? 0) + by;
        const replaced = tensor(shifted, input.shape);
        const answer = total(inputs.map((other, at) => (at === which ? replaced : other)));
        const [number = Number.NaN] = await answer.data();
        dispose([answer, replaced]);
        return number;
      };
      differences[index] = ((await moved(step)) - (await moved(-step))) / (2 * step);
    }
    expect(await (grads[which] ?? input).data()).toBeAllClose(differences, tolerance);
  }
  dispose([value, ...grads]);
}
