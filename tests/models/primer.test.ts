import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bowlOf,
  cosine,
  crossEntropyOf,
  descend,
  dot,
  type Line,
  length,
  lineGradient,
  lineLoss,
  type Point,
  shadow,
} from '../../src/models/primer.ts';

const number = fc.double({ min: -5, max: 5, noNaN: true });
const points: readonly Point[] = [
  [-1, -0.6],
  [0, 0.7],
  [1, 1.3],
  [2, 2.9],
  [3, 3.2],
];

test('the dot product, its lengths and its shadow', () => {
  expect(dot([1, 2, 3], [4, -5, 6])).toBe(12);
  expect(length([3, 4])).toBe(5);
  expect(cosine([1, 0], [0, 2])).toBe(0);
  expect(cosine([1, 2], [-2, -4])).toBeCloseTo(-1, 12);
  expect(cosine([0, 0], [1, 1])).toBeNull();
  fc.assert(
    fc.property(number, number, number, number, (a, b, c, d) => {
      const [u, v] = [
        [a, b],
        [c, d],
      ] as const;
      fc.pre(dot(u, u) > 1e-3);
      const along = shadow(u, v);
      // What is left of v stands at a right angle to u.
      expect(dot(u, [c - (along[0] ?? 0), d - (along[1] ?? 0)])).toBeCloseTo(0, 8);
    }),
  );
});

test('the gradient of cross-entropy is that of finite differences', () => {
  fc.assert(
    fc.property(fc.array(number, { minLength: 2, maxLength: 6 }), fc.nat(), (scores, pick) => {
      const truth = pick % scores.length;
      const { gradient, probabilities, loss } = crossEntropyOf(scores, truth);
      expect(loss).toBeCloseTo(-Math.log(probabilities[truth] ?? 0), 10);
      expect(gradient.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 10);
      scores.forEach((_, index) => {
        const moved = (by: number) =>
          crossEntropyOf(
            scores.map((z, at) => (at === index ? z + by : z)),
            truth,
          ).loss;
        expect(gradient[index]).toBeCloseTo((moved(1e-4) - moved(-1e-4)) / 2e-4, 5);
      });
    }),
  );
});

describe('the line', () => {
  test('its gradient is that of finite differences', () => {
    fc.assert(
      fc.property(number, number, (slope, height) => {
        const [bySlope, byHeight] = lineGradient([slope, height], points);
        const at = (line: Line) => lineLoss(line, points);
        expect(bySlope).toBeCloseTo((at([slope + 1e-4, height]) - at([slope - 1e-4, height])) / 2e-4, 5);
        expect(byHeight).toBeCloseTo((at([slope, height + 1e-4]) - at([slope, height - 1e-4])) / 2e-4, 5);
      }),
    );
  });

  test('the bowl is the loss', () => {
    const { bottom, least, curvatures, direction } = bowlOf(points);
    expect(Math.hypot(...lineGradient(bottom, points))).toBeLessThan(1e-12);
    const across: Line = [-direction[1], direction[0]];
    for (const [axis, curvature] of [
      [direction, curvatures[0]],
      [across, curvatures[1]],
    ] as const) {
      const there: Line = [bottom[0] + 2 * axis[0], bottom[1] + 2 * axis[1]];
      expect(lineLoss(there, points)).toBeCloseTo(least + (curvature * 4) / 2, 10);
    }
  });

  test('descent arrives below a rate of 2 over the steepest curvature, and flies off above it', () => {
    const { bottom, curvatures } = bowlOf(points);
    const most = 2 / curvatures[0];
    const far = (rate: number) => {
      const [slope, height] = descend([0, 3], points, rate, 400).at(-1) ?? [0, 0];
      return Math.hypot(slope - bottom[0], height - bottom[1]);
    };
    expect(far(0.95 * most)).toBeLessThan(1e-6);
    expect(far(1.05 * most)).toBeGreaterThan(1e6);
  });
});
