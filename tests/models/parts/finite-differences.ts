/** Gradients of a part beside what a small step along a random direction does to the loss. */
import { expect } from 'vitest';
import { flatten, mapParams, type ParamTree } from '../../../src/models/params.ts';
import {
  add,
  mul,
  type Scalar,
  sum,
  type Tensor,
  tensor,
  tidy,
  valueAndGrads,
} from '../../../src/models/tf.ts';
import { randomStream } from '../../../src/random.ts';

/** Normal numbers from a seed. */
export function noise(shape: readonly number[], seed: number, deviation = 1): Tensor {
  const random = randomStream(seed);
  const size = shape.reduce((product, length) => product * length, 1);
  return tensor(
    Float32Array.from({ length: size }, () => random.normal() * deviation),
    [...shape],
  );
}

/** A loss that no part is symmetric under: the output weighed with fixed random numbers. */
export const weighed = (y: Tensor, seed = 77): Scalar =>
  sum(
    mul(
      y,
      tidy(() => noise(y.shape, seed)),
    ),
  ) as Scalar;

/**
 * For every tensor of `tree` the slope of `loss` along a random direction, by the gradient and by a central
 * difference, must agree within `tolerance` of the larger of the two (or of `floor`).
 */
export async function expectGradients(
  tree: ParamTree,
  loss: (tree: ParamTree) => Scalar,
  { step = 2e-3, tolerance = 1e-2, floor = 5e-2 }: { step?: number; tolerance?: number; floor?: number } = {},
): Promise<void> {
  const names = [...flatten(tree).keys()];
  const place = (own: readonly Tensor[]): ParamTree =>
    mapParams(tree, (_, name) => own[names.indexOf(name)] as Tensor);
  const values = [...flatten(tree).values()];
  const { grads } = valueAndGrads((...own: Tensor[]) => loss(place(own)))(values);
  for (const [index, name] of names.entries()) {
    const value = values[index] as Tensor;
    const direction = noise(value.shape, 1000 + index);
    const at = (distance: number): Tensor =>
      tidy(() =>
        loss(place(values.map((own, other) => (other === index ? add(own, mul(direction, distance)) : own)))),
      );
    const [up, down] = [(await at(step).data())[0] ?? Number.NaN, (await at(-step).data())[0] ?? Number.NaN];
    const measured = (up - down) / (2 * step);
    const claimed = (await sum(mul(grads[index] as Tensor, direction)).data())[0] ?? Number.NaN;
    const scale = Math.max(Math.abs(measured), Math.abs(claimed), floor);
    expect(
      Math.abs(measured - claimed) / scale,
      `${name}: measured ${measured}, gradient ${claimed}`,
    ).toBeLessThan(tolerance);
  }
}
