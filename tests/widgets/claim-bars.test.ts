import { expect, test } from 'vitest';
import { formatMeasured } from '../../src/widgets/kit/claim-bars.tsx';

test.each([
  [null, ''],
  [0, '0.000'],
  [0.0346, '0.035'],
  [1.234, '1.23'],
  [12.34, '12.3'],
  [123.4, '123'],
  [16882.52, '16,883'],
  [2.229e43, '2.2×10⁴³'],
  [4.5e-7, '4.5×10⁻⁷'],
])('%s is written %s', (value, text) => {
  expect(formatMeasured(value)).toBe(text);
});
