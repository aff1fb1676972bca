import { describe, expect, test } from 'vitest';
import {
  divergingStep,
  formatDecimals,
  formatExact,
  formatLoss,
  formatValue,
  formatWeight,
  formatWhole,
  largestMagnitude,
  sequentialStep,
} from '../../src/viz/numbers.ts';
import { tokenSpans, visibleToken } from '../../src/viz/visible-token.ts';

describe('numbers', () => {
  test('minus is U+2212, and a zero has no sign', () => {
    expect(formatValue(-1.31)).toBe('\u22121.31');
    expect(formatValue(-0.001)).toBe('0.00');
    expect(formatDecimals(-0.04, 1)).toBe('0.0');
    expect(formatExact(-0.1234567)).toBe('\u22120.123457');
  });
  test('weights have two decimals, and what is not nothing never reads 0.00', () => {
    expect(formatWeight(0.754)).toBe('0.75');
    expect(formatWeight(0.0001)).toBe('< 0.01');
    expect(formatWeight(0)).toBe('0.00');
    expect(formatWeight(0.9999)).toBe('> 0.99');
    expect(formatWeight(1)).toBe('1.00');
  });
  test('losses have three decimals, counts a comma', () => {
    expect(formatLoss(1.24651)).toBe('1.247');
    expect(formatWhole(10_000)).toBe('10,000');
  });
  test('the probability ramp goes by square root over nine steps', () => {
    expect(sequentialStep(0)).toBe(1);
    expect(sequentialStep(0.25)).toBe(5);
    expect(sequentialStep(1)).toBe(9);
    expect(sequentialStep(Number.NaN)).toBeNaN();
  });
  test('the signed ramp is symmetric about its neutral', () => {
    expect(divergingStep(0, 2)).toBe(6);
    expect(divergingStep(2, 2)).toBe(11);
    expect(divergingStep(-2, 2)).toBe(1);
    expect(divergingStep(1, 0)).toBe(6);
    for (const value of [0.1, 0.5, 1.3]) expect(divergingStep(value, 2) + divergingStep(-value, 2)).toBe(12);
  });
  test('largest magnitude over several vectors', () => {
    expect(largestMagnitude([1, -3], new Float32Array([2]))).toBe(3);
  });
});

describe('tokens', () => {
  test('white space is visible and marked as such', () => {
    expect(visibleToken(' the\n')).toBe('·the↵');
    expect(tokenSpans(' the')).toEqual([
      { text: '·', space: true },
      { text: 'the', space: false },
    ]);
  });
  test('a long token is cut by characters, never inside one', () => {
    expect(visibleToken('👩‍🚀👩‍🚀abcdef', 4).endsWith('…')).toBe(true);
    expect(visibleToken('abcdef', 4)).toBe('abc…');
  });
});
