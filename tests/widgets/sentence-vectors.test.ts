import { expect, test } from 'vitest';
import { cosine, principalPlane } from '../../src/widgets/kit/sentence-vectors.ts';

const vector = (...values: number[]) => Float64Array.from(values);

test('the cosine is 1 along, 0 across, -1 against', () => {
  expect(cosine(vector(1, 2), vector(2, 4))).toBeCloseTo(1, 12);
  expect(cosine(vector(1, 0), vector(0, 3))).toBeCloseTo(0, 12);
  expect(cosine(vector(1, 1), vector(-2, -2))).toBeCloseTo(-1, 12);
});

test('the plane keeps the distances of points that lie in a plane', () => {
  const points = [vector(0, 0, 1), vector(3, 0, 1), vector(0, 1, 1), vector(3, 1, 1), vector(6, 0.5, 1)];
  const plane = principalPlane(points);
  const distance = (a: ArrayLike<number>, b: ArrayLike<number>) =>
    Math.sqrt(Array.from(a).reduce((sum, value, at) => sum + (value - (b[at] ?? 0)) ** 2, 0));
  for (const [row, one] of points.entries())
    for (const [column, other] of points.entries())
      expect(distance(plane[row] ?? [], plane[column] ?? [])).toBeCloseTo(distance(one, other), 6);
});
