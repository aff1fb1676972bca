import { expect, test } from 'vitest';
import { formulaHtml, macros } from '../../src/book/build/formulas.ts';
import { messages } from '../../src/book/messages/index.ts';

test('a symbol carries the name of its tensor', () => {
  const html = formulaHtml('\\O = \\softmax\\left(\\frac{\\Q\\,\\K\\T}{\\sqrt{\\dk}}\\right)\\V', true);
  const symbols = [...html.matchAll(/data-symbol="([^"]+)"/g)].map(([, name]) => name);
  expect(symbols.sort()).toEqual(['head-size', 'key', 'output', 'query', 'value']);
});

test('on a line of its own, a symbol is a button with a name; in a sentence it is no stop for the Tab key', () => {
  const display = formulaHtml('\\Q', true);
  expect(display).toContain('role="button"');
  expect(display).toContain('tabindex="0"');
  expect(display).toContain(`aria-label="${messages.chapter.toSymbol('Q', messages.symbols.query ?? '')}"`);
  expect(formulaHtml('\\Q', false)).not.toContain('tabindex');
});

test('what has no symbol stays hidden from screen readers, which read the MathML', () => {
  const html = formulaHtml('\\Q + 1', true);
  expect(html).toContain('<math');
  // Neither the picture as a whole nor the symbol is hidden, or a hidden element would take the focus.
  expect(html).toMatch(/class="katex-html">/);
  expect(html).not.toMatch(/aria-hidden="true"[^>]*data-symbol|data-symbol[^>]*aria-hidden="true"/);
  expect(html).toMatch(/aria-hidden="true"[^>]*>\+|>\+<\/span>/);
});

test('every macro can be set, and every tensor that one names has a name to be read out', () => {
  for (const [name, meaning] of Object.entries(macros)) {
    if (name === '\\tensor') continue;
    const html = formulaHtml(name === '\\T' ? 'K\\T' : name, true);
    expect(html).not.toContain('katex-error');
    const symbol = /\\tensor\{([^}]+)\}/.exec(meaning)?.[1];
    if (symbol !== undefined) expect(messages.symbols[symbol], symbol).toBeDefined();
  }
});

test.each([
  '\\frac{1}{',
  '\\undefined',
  '\\href{https://example.com}{x}',
  '\\htmlClass{x}{y}',
  '\\htmlData{onclick=1}{x}',
])('what cannot or may not be set stops the build: %s', (tex) => {
  let html: string;
  try {
    html = formulaHtml(tex, true);
  } catch {
    return;
  }
  // KaTeX shows a command that it does not trust in its error colour instead of running it.
  expect(html).not.toMatch(/<a |class="x"|data-onclick/);
  expect(html).toContain('#cc0000');
});
