import { expect, it } from 'vitest';
import { speeds } from './clock.ts';

it('compares each round by itself, so that a machine that drifts does not decide', () => {
  // Twice as fast in every round, while the machine gets ten times as slow.
  const rounds = [1, 10, 3].map((slowness) => ({ ours: slowness, theirs: 2 * slowness }));
  expect(speeds(12, rounds)).toEqual({ ours: 4, theirs: 2, ratio: 2 });
  // One round in which they were held up does not make us faster.
  const heldUp = [
    { ours: 2, theirs: 1 },
    { ours: 2, theirs: 50 },
    { ours: 2, theirs: 1 },
  ];
  expect(speeds(1, heldUp).ratio).toBe(0.5);
});
