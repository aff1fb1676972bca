import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const source = join(import.meta.dirname, '../../src');

test('text is never HTML, but for what KaTeX made while the book was built, in one component', () => {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.tsx?$/.test(name),
  );
  const raw = files.filter((name) =>
    /dangerouslySetInnerHTML|(inner|outer)HTML\s*=|insertAdjacentHTML|document\.write/.test(
      readFileSync(join(source, name), 'utf8'),
    ),
  );
  expect(raw).toEqual([join('book', 'formula.tsx')]);
});
