import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  byMatrix,
  byParallelScan,
  byRecurrence,
  type ChannelScan,
  furthest,
  impliedMatrix,
  scanRounds,
} from '../../src/models/scan-forms.ts';

const real = fc.double({ min: -2, max: 2, noNaN: true });
const scans = fc
  .record({ time: fc.integer({ min: 1, max: 40 }), states: fc.integer({ min: 1, max: 5 }) })
  .chain(({ time, states }) => {
    const list = (length: number, of = real) => fc.array(of, { minLength: length, maxLength: length });
    return fc.record({
      x: list(time),
      delta: list(time, fc.double({ min: 1e-3, max: 2, noNaN: true })),
      A: list(states, fc.double({ min: -8, max: -0.1, noNaN: true })),
      B: list(time * states),
      C: list(time * states),
    });
  });

test('the three forms give the same numbers', () => {
  fc.assert(
    fc.property(scans, (scan: ChannelScan) => {
      const y = byRecurrence(scan);
      expect(furthest(y, byParallelScan(scan))).toBeLessThan(1e-9);
      expect(furthest(y, byMatrix(scan))).toBeLessThan(1e-9);
    }),
    { numRuns: 30 },
  );
});

test('by hand: two tokens, one state', () => {
  const scan = { x: [1, 2], delta: [1, 0.5], A: [-1], B: [3, 4], C: [1, 10] };
  // h_1 = 1 x 3 x 1, h_2 = exp(-0.5) x 3 + 0.5 x 4 x 2
  expect([...byRecurrence(scan)]).toEqual([3, 10 * (Math.exp(-0.5) * 3 + 4)]);
  expect(impliedMatrix(scan)[1]).toBe(0);
});

test('a scan over 72 tokens takes 7 rounds', () => {
  expect([1, 2, 3, 64, 72].map(scanRounds)).toEqual([0, 1, 2, 6, 7]);
});
