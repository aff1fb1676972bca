import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { contentSecurityPolicy, documentHtml } from '../../src/book/build/document.ts';
import { bodyScript, headScript } from '../../src/book/build/page-scripts.ts';
import { textSizes, themes } from '../../src/book/reader/settings.ts';

const parts = {
  base: '/x/',
  path: '/introduction',
  title: 'A & B <c>',
  description: '"quoted"',
  scripts: ['assets/a.js'],
  modulePreloads: ['assets/b.js'],
  styles: ['assets/a.css'],
  fonts: ['assets/f.woff2'],
  body: '<h1>A</h1>',
  secured: true,
};

test('the policy is the one of the architecture, and names the hashes of the scripts that stand in the page', () => {
  const hash = (script: string) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`;
  expect(contentSecurityPolicy).toBe(
    [
      "default-src 'none'",
      `script-src 'self' 'wasm-unsafe-eval' ${hash(headScript)} ${hash(bodyScript)}`,
      "style-src 'self'",
      "style-src-attr 'unsafe-inline'",
      "img-src 'self' data: blob:",
      "font-src 'self'",
      "connect-src 'self'",
      "manifest-src 'self'",
      "worker-src 'self' blob:",
      "base-uri 'none'",
      "form-action 'none'",
    ].join('; '),
  );
  const html = documentHtml(parts);
  const inline = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, script]) => script);
  expect(inline).toEqual([headScript, bodyScript]);
  expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.indexOf('<script'));
});

test('titles are escaped, and every address lies under the base', () => {
  const html = documentHtml(parts);
  expect(html).toContain('<title>A &amp; B &lt;c&gt;</title>');
  expect(html).toContain('content="&quot;quoted&quot;"');
  const addresses = [...html.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, address]) => address);
  expect(addresses.filter((address) => !address?.startsWith('/x/'))).toEqual([]);
});

test('the script before the first paint knows the themes and sizes of the settings', () => {
  for (const theme of themes.filter((name) => name !== 'system')) expect(headScript).toContain(`'${theme}'`);
  for (const size of textSizes.filter((name) => name !== 'normal')) expect(headScript).toContain(`'${size}'`);
});
