import fc from 'fast-check';
import jsQR from 'jsqr';
import { expect, test } from 'vitest';
import { codePath } from '../../../src/book/stage/code.tsx';

/** Draws the path of a code as a scanner would see it, with white around it. */
function scan(text: string): string | null {
  const code = codePath(text);
  if (code === null) return null;
  const [scale, margin] = [4, 4];
  const width = (code.size + 2 * margin) * scale;
  const pixels = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const [, column, row] of code.path.matchAll(/M(\d+) (\d+)h1v1h-1z/g))
    for (let y = 0; y < scale; y++)
      for (let x = 0; x < scale; x++) {
        const pixel = ((Number(row) + margin) * scale + y) * width + (Number(column) + margin) * scale + x;
        pixels.fill(0, 4 * pixel, 4 * pixel + 3);
      }
  return jsQR(pixels, width, width)?.data ?? null;
}

test('another program reads the address from the code', () => {
  const address =
    'https://example.org/books/llm/transformer/self-attention?attention-map=1~text:mia+has+a+red+ball~layer:2#figure-attention-map';
  expect(scan(address)).toBe(address);
}, 120_000);

test('addresses of any length that a link may have', () => {
  const address = fc
    .string({ unit: fc.constantFrom(...'abcxyz0189~:,.+%-'), minLength: 1, maxLength: 600 })
    .map((tail) => `https://example.org/?f=1~${tail}`);
  fc.assert(
    fc.property(address, (text) => scan(text) === text),
    { numRuns: 15 },
  );
}, 120_000);

test('what is too long for a code has none', () => {
  expect(codePath('a'.repeat(5000))).toBeNull();
});
