import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameData } from '../../../src/widgets/kit/same-data.ts';

const strip = () => ({
  values: Float32Array.of(1, -2, Number.NaN),
  most: 2,
  marked: null,
  words: ['a', 'b'],
});

describe('sameData', () => {
  it('holds for equal numbers in arrays of their own', () => {
    expect(sameData(strip(), strip())).toBe(true);
  });

  it.each([
    ['a number', { ...strip(), values: Float32Array.of(1, -2, 3) }],
    ['a length', { ...strip(), values: Float32Array.of(1, -2) }],
    ['a mark', { ...strip(), marked: 0 }],
    ['a word', { ...strip(), words: ['a', 'c'] }],
    ['a field more', { ...strip(), more: undefined }],
    ['nothing instead', null],
  ])('sees %s', (_, other) => {
    expect(sameData(strip(), other)).toBe(false);
    expect(sameData(other, strip())).toBe(false);
  });

  it('trusts nothing that both share: training writes into its curves', () => {
    const losses = [3, 2];
    expect(sameData({ losses }, { losses })).toBe(false);
    const data = strip();
    expect(sameData(data, data)).toBe(false);
  });

  it('holds no two functions and no two sets for equal', () => {
    const read = () => 1;
    expect(sameData({ read }, { read })).toBe(false);
    expect(sameData(new Set([1]), new Set([1]))).toBe(false);
  });

  it('holds for a copy of anything that a chart gets', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(sameData(value, structuredClone(value))).toBe(true);
      }),
    );
  });
});
