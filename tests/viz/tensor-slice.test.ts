import { scaleLog } from 'd3-scale';
import { expect, test } from 'vitest';
import { formatTick } from '../../src/viz/numbers.ts';
import { axisTicks, spread } from '../../src/viz/plot-area.ts';
import { tensorSlice } from '../../src/viz/tensor-slice.ts';

// Each element says where it stands: 100 * first + 10 * second + third.
const tensor = {
  shape: [2, 3, 4],
  data: Array.from(
    { length: 24 },
    (_, index) => 100 * Math.floor(index / 12) + 10 * (Math.floor(index / 4) % 3) + (index % 4),
  ),
};

test('a slice takes any two axes in any order, the others where they stand', () => {
  expect(tensorSlice(tensor, 1, 2, [1])).toEqual({
    rows: 3,
    columns: 4,
    values: Float32Array.of(100, 101, 102, 103, 110, 111, 112, 113, 120, 121, 122, 123),
  });
  expect([...tensorSlice(tensor, 2, 0, [0, 2]).values]).toEqual([20, 120, 21, 121, 22, 122, 23, 123]);
});

test('a vector is one row, a number one cell, and a place beyond the end is the last', () => {
  expect(tensorSlice(tensor, null, 1, [1, 0, 9])).toEqual({
    rows: 1,
    columns: 3,
    values: Float32Array.of(103, 113, 123),
  });
  expect(tensorSlice({ shape: [], data: [7] }, null, null)).toEqual({
    rows: 1,
    columns: 1,
    values: Float32Array.of(7),
  });
});

test('ticks of a log axis are round, and fewer where decades are many', () => {
  expect(axisTicks(scaleLog([1, 100], [0, 1]), 'log', 6)).toEqual([1, 2, 5, 10, 20, 50, 100]);
  expect(axisTicks(scaleLog([1, 4], [0, 1]), 'log', 6)).toEqual([1, 1.5, 2, 3, 4]);
  expect(axisTicks(scaleLog([1, 1e12], [0, 1]), 'log', 5)).toEqual([1, 1e3, 1e6, 1e9, 1e12]);
  expect([0.5, 2000, 1.75e11, 5.4e14, 3.14e23, 1e20, 2e-7].map(formatTick)).toEqual([
    '0.5',
    '2,000',
    '175B',
    '540T',
    '3.1×10²³',
    '10²⁰',
    '2×10⁻⁷',
  ]);
});

test('names at the ends of lines move apart, stay in their order and inside', () => {
  const placed = spread([50, 52, 10, 98], 12, 0, 100);
  expect(placed[2]).toBe(10);
  const sorted = [...placed].sort((a, b) => a - b);
  for (const [index, height] of sorted.slice(1).entries())
    expect(height - (sorted[index] ?? 0)).toBeGreaterThanOrEqual(12);
  expect(Math.max(...placed)).toBeLessThanOrEqual(100);
  expect((placed[0] ?? 0) < (placed[1] ?? 0)).toBe(true);
});
