import { expect, it } from 'vitest';
import { padRows, snugLength } from '../../../src/data/objectives/pad-rows.ts';

const texts = [[1, 2, 3], Array.from({ length: 17 }, () => 4)];

it('is as long as the longest text needs, in steps, and no longer than is allowed', () => {
  expect(snugLength(texts, 100)).toBe(32);
  expect(snugLength(texts, 20)).toBe(20);
  expect(snugLength([[1]], 100)).toBe(16);
});

it('fills up with padding and says which is which', () => {
  const { tokens, padding } = padRows(texts, 20, 9);
  expect([...tokens.slice(0, 5)]).toEqual([1, 2, 3, 9, 9]);
  expect([...padding.slice(0, 5)]).toEqual([1, 1, 1, 0, 0]);
  expect(padding.reduce((sum, one) => sum + one, 0)).toBe(20);
  expect(() => padRows(texts, 16, 9)).toThrow('does not fit');
});
