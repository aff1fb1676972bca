import { expect, test } from 'vitest';
import { learningRate, type Schedule } from '../../src/training/schedule.ts';

const plain: Schedule = { peak: 1, warmUp: 10, finalShare: 0.1 };
const restarted: Schedule = { ...plain, restart: { at: 100, peak: 0.5 } };

test('the rate climbs in a line, then falls along a cosine to its final share', () => {
  expect(learningRate(plain, 0, 110)).toBeCloseTo(0.1);
  expect(learningRate(plain, 9, 110)).toBeCloseTo(1);
  expect(learningRate(plain, 60, 110)).toBeCloseTo(0.55); // half way: the mean of 1 and 0.1
  expect(learningRate(plain, 110, 110)).toBeCloseTo(0.1);
});

test('before its restart a run is the run that ends there', () => {
  for (const step of [0, 5, 10, 50, 99])
    expect(learningRate(restarted, step, 300)).toBe(learningRate(plain, step, 100));
});

test('a restart sets another peak, and the rate falls to what was left before', () => {
  expect(learningRate(restarted, 100, 300)).toBeCloseTo(0.5);
  expect(learningRate(restarted, 200, 300)).toBeCloseTo(0.3);
  expect(learningRate(restarted, 300, 300)).toBeCloseTo(0.1);
});

test('a run that is shorter than the first fall ends at its final share', () => {
  expect(learningRate(restarted, 50, 50)).toBeCloseTo(0.1);
});
