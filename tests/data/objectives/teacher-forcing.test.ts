import { expect, test } from 'vitest';
import { teacherForced } from '../../../src/data/objectives/teacher-forcing.ts';

const sources = [
  [5, 6, 1],
  [7, 1],
];
const told = [
  [8, 1],
  [9, 8, 9, 1],
];

test('what is read is what is told, one place later and after the start', () => {
  const batch = teacherForced(sources, told, { start: 2, pad: 0 });
  expect(batch).toMatchObject({ rows: 2, length: 4, floor: null });
  expect([...batch.tokens]).toEqual([2, 8, 0, 0, 2, 9, 8, 9]);
  expect([...batch.targets]).toEqual([8, 1, 0, 0, 9, 8, 9, 1]);
  expect([...batch.weights]).toEqual([1, 1, 0, 0, 1, 1, 1, 1]);
  expect([...(batch.source?.tokens ?? [])]).toEqual([5, 6, 1, 7, 1, 0]);
  expect([...(batch.source?.padding ?? [])]).toEqual([1, 1, 1, 1, 1, 0]);
});

test('the rectangles are as long as they are said to be, and what does not fit is refused', () => {
  const batch = teacherForced(sources, told, { start: 2, pad: 0, lengthOf: () => 6 });
  expect([batch.length, batch.source?.length]).toEqual([6, 6]);
  expect(() => teacherForced(sources, told, { start: 2, pad: 0, lengthOf: () => 3 })).toThrow(RangeError);
});
