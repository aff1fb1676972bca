import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  additiveLoss,
  besiroglu,
  fitPowerLaw,
  hoffmann,
  kaplanAllocation,
  kaplanSizeLoss,
  optimalAllocation,
  petaflopDay,
  trainingOperations,
} from '../../src/models/scaling-laws.ts';

/** What Hoffmann et al. spent on Chinchilla, which has 70B parameters and read 1.4T tokens. */
const gopherBudget = 5.76e23;

describe('the published laws', () => {
  test.each([
    ['Hoffmann et al.', hoffmann],
    ['Besiroglu et al.', besiroglu],
  ])('the allocation of %s is the best of its budget', (_name, law) => {
    fc.assert(
      fc.property(
        fc.double({ min: 17, max: 27, noNaN: true }),
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        (power, factor) => {
          const operations = 10 ** power;
          const { parameters, tokens } = optimalAllocation(law, operations);
          expect(trainingOperations(parameters, tokens) / operations).toBeCloseTo(1, 9);
          const best = additiveLoss(law, parameters, tokens);
          expect(additiveLoss(law, parameters * factor, tokens / factor)).toBeGreaterThanOrEqual(
            best - 1e-12,
          );
        },
      ),
    );
  });

  test('the refit comes to Chinchilla at its budget, the printed constants to half of it', () => {
    const refit = optimalAllocation(besiroglu, gopherBudget);
    expect(Math.abs(refit.parameters / 70e9 - 1)).toBeLessThan(0.1);
    expect(Math.abs(refit.tokens / 1.4e12 - 1)).toBeLessThan(0.1);
    expect(optimalAllocation(hoffmann, gopherBudget).parameters).toBeLessThan(0.6 * 70e9);
  });

  test('Kaplan et al. spend a larger budget on size', () => {
    const small = kaplanAllocation(petaflopDay);
    expect(small.parameters).toBeCloseTo(1.3e9, -3);
    const large = kaplanAllocation(1000 * petaflopDay);
    expect(Math.log(large.parameters / small.parameters) / Math.log(1000)).toBeCloseTo(0.73, 10);
    expect(kaplanSizeLoss(8.8e13)).toBe(1);
  });
});

describe('a fit', () => {
  test('finds the law that points were made from', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 3, noNaN: true }),
        fc.double({ min: 0.1, max: 100, noNaN: true }),
        (exponent, factor) => {
          const fit = fitPowerLaw([1, 3, 10, 40, 90].map((x) => [x, factor * x ** -exponent]));
          expect(fit?.exponent).toBeCloseTo(exponent, 8);
          expect(fit?.factor).toBeCloseTo(factor, 6);
          expect(fit?.margin).toBeLessThan(1e-6);
          expect(fit?.rSquared).toBeCloseTo(1, 8);
        },
      ),
    );
  });

  /** By hand: logs (0, 0), (1, -1), (2, -1), (3, -3): slope -0.9, residual sum 0.7, so s = sqrt(0.35 / 5) and t(2) = 4.303. */
  test('gives the interval of a line by least squares', () => {
    const fit = fitPowerLaw(
      [0, 1, 2, 3].map((x, index) => [Math.exp(x), Math.exp([0, -1, -1, -3][index] ?? 0)]),
    );
    expect(fit?.exponent).toBeCloseTo(0.9, 10);
    expect(fit?.margin).toBeCloseTo(4.303 * Math.sqrt(0.35 / 5), 6);
    expect(fit?.rSquared).toBeCloseTo(1 - 0.7 / 4.75, 10);
  });

  test('is refused where there is none', () => {
    expect(
      fitPowerLaw([
        [1, 1],
        [2, 0.5],
      ]),
    ).toBeNull();
    expect(
      fitPowerLaw([
        [1, 1],
        [2, 0.5],
        [3, 0],
      ]),
    ).toBeNull();
    expect(
      fitPowerLaw([
        [2, 1],
        [2, 0.5],
        [2, 2],
      ]),
    ).toBeNull();
  });
});
