import fc from 'fast-check';
import { expect, it } from 'vitest';
import { directOperations, fourierConvolve } from '../../src/models/convolution-forms.ts';
import { convolutionOperations } from '../../src/models/count/mixers.ts';
import { convolve } from '../../src/viz/convolution-chart.ts';

const numbers = fc.array(fc.float({ min: -2, max: 2, noNaN: true }), { minLength: 1, maxLength: 70 });

it('the transform gives what the sum gives, to single precision, at any length', () => {
  fc.assert(
    fc.property(numbers, numbers, (one, other) => {
      const time = Math.min(one.length, other.length);
      const [filter, input] = [one.slice(0, time), other.slice(0, time)];
      const direct = convolve(filter, input);
      const size = Math.max(1, ...direct.map(Math.abs));
      const fourier = fourierConvolve(filter, input);
      expect(fourier.length).toBe(time);
      for (const [at, value] of fourier.entries())
        expect(Math.abs(value - (direct[at] ?? Number.NaN))).toBeLessThan(1e-5 * size);
    }),
    { numRuns: 60 },
  );
});

it('an impulse comes out as the filter, and nothing goes round the end', () => {
  const filter = [1, -0.5, 0.25, 3];
  const out = [...fourierConvolve(filter, [0, 0, 1, 0])];
  expect(out.map((value) => Number(value.toFixed(6)))).toEqual([0, 0, 1, -0.5]);
});

it('short texts are cheaper by the sum, long ones by the transform', () => {
  expect(directOperations(16)).toBe(272);
  expect(directOperations(16)).toBeLessThan(convolutionOperations(16));
  expect(directOperations(65_536)).toBeGreaterThan(100 * convolutionOperations(65_536));
});
