import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseClaimRecord } from '../../src/models/checkpoints/claim-record.ts';
import { fitPowerLaw } from '../../src/models/scaling-laws.ts';
import { measuredSteps, scalingFamily } from '../../src/training/recipes/scaling-family.ts';
import { family, familySteps, measuredSteps as measuredOnThePage } from '../../src/widgets/kit/family.ts';

test('what the page says of the family is so of its recipes', () => {
  expect(family).toEqual(scalingFamily.map(({ id, width, parameters }) => ({ id, width, parameters })));
  expect(measuredOnThePage).toBe(measuredSteps);
  for (const { recipe } of scalingFamily) expect(recipe.steps).toBe(familySteps);
});

test('twelve times layers times width squared, with biases and norms', () => {
  for (const { width, parameters } of scalingFamily)
    expect(parameters).toBe(2 * (12 * width * width + 13 * width) + 2 * width);
});

test('the chapter says of the recorded run what the record says: the points bend, and miss the bar', () => {
  const { bars, series } = parseClaimRecord(readFileSync('public/claims/C10b.json'), 'C10b.json');
  const points = series.find(({ name }) => name === 'family');
  expect(points?.x).toEqual(scalingFamily.map(({ parameters }) => parameters));
  const logs = (points?.x ?? []).map((x, index) => [x, points?.y[index] ?? 0] as const);
  expect(fitPowerLaw(logs)?.rSquared).toBeCloseTo(bars[0]?.measured ?? 0, 9);
  expect(bars[0]?.measured).toBeLessThan(0.95);
  const exponent = (part: typeof logs) => fitPowerLaw(part)?.exponent ?? 0;
  expect(exponent(logs.slice(3))).toBeGreaterThan(exponent(logs.slice(0, 3)));
});
