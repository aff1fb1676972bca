import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formulaHtml } from '../../src/book/build/formulas.ts';

/** KaTeX has classes with plain names, `text` among them: a rule of ours for one of them would take its formulas apart. */

const src = join(import.meta.dirname, '../../src');
const styles = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.css'),
);

/** Classes to which a rule gives style wherever they stand: `.text`, but not `main.text` nor `.chapter .text`. */
function styledAnywhere(css: string): string[] {
  const selectors = [...css.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/([^{}]+)\{/g)];
  return selectors.flatMap(([, list = '']) =>
    list.split(',').flatMap((selector) => /^\s*\.([\w-]+)\s*$/.exec(selector)?.[1] ?? []),
  );
}

test('no class of ours is one of KaTeX', () => {
  const formula = String.raw`\text{a}\hat x\bar w\sqrt[3]{x}\sum_{i=1}^n\underbrace{a}_{b}\overline{x}\frac{a}{b}\left(\begin{pmatrix}1\\2\end{pmatrix}\right)\begin{aligned}a&=b\\c&=d\end{aligned}\operatorname{f}\mathbf 1`;
  const used = new Set(
    [...formulaHtml(formula, true).matchAll(/class="([^"]*)"/g)].flatMap(([, names = '']) =>
      names.split(' '),
    ),
  );
  expect(used).toContain('text');
  const styled = styles.flatMap((path) => styledAnywhere(readFileSync(join(src, path), 'utf8')));
  expect(styled.length).toBeGreaterThan(50);
  expect(styled.filter((name) => used.has(name) && name !== 'katex')).toEqual([]);
});
