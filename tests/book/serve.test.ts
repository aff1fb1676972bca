import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { normalizeBase } from '../../src/book/build/build.ts';
import { resolveFile, serve } from '../../src/book/build/serve.ts';

let outer: string;
let folder: string;
beforeAll(() => {
  outer = mkdtempSync(join(tmpdir(), 'serve-'));
  folder = join(outer, 'site');
  mkdirSync(join(folder, 'introduction'), { recursive: true });
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), 'cover');
  writeFileSync(join(folder, '404.html'), 'nothing here');
  writeFileSync(join(folder, 'introduction', 'index.html'), 'introduction');
  writeFileSync(join(folder, 'assets', 'a-1234.js'), 'script');
  writeFileSync(join(outer, 'secret.txt'), 'secret');
});
afterAll(() => rmSync(outer, { recursive: true, force: true }));

/** `fetch` would tidy the path up before it is sent. */
const get = (port: number, path: string, method = 'GET') =>
  new Promise<{ status: number; text: string; headers: Readonly<Record<string, unknown>> }>(
    (resolve, reject) => {
      request({ port, path, method }, (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => {
          text += chunk.toString();
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, text, headers: response.headers }),
        );
      })
        .on('error', reject)
        .end();
    },
  );

describe.each([true, false])('isolated: %s', (isolated) => {
  test('serves pages with and without a slash, and the page for what is not there', async () => {
    const { server, address } = await serve({ folder, base: '/', port: 0, isolated });
    const port = Number(new URL(address).port);
    try {
      expect((await get(port, '/')).text).toBe('cover');
      expect((await get(port, '/introduction')).text).toBe('introduction');
      expect((await get(port, '/introduction/?backend=cpu')).text).toBe('introduction');
      const missing = await get(port, '/nowhere');
      expect([missing.status, missing.text]).toEqual([404, 'nothing here']);
      const script = await get(port, '/assets/a-1234.js');
      expect(script.headers['content-type']).toContain('text/javascript');
      expect(script.headers['cache-control']).toContain('immutable');
      expect(script.headers['cross-origin-embedder-policy']).toBe(isolated ? 'require-corp' : undefined);
      expect((await get(port, '/', 'POST')).status).toBe(405);
      for (const path of [
        '/../secret.txt',
        '/%2e%2e/secret.txt',
        '/assets/..%2f..%2fsecret.txt',
        '/%',
        '/a%00b',
      ])
        expect((await get(port, path)).text, path).toBe('nothing here');
    } finally {
      server.close();
    }
  });
});

test('text is sent packed to whom can unpack it, and anew when the file changes', async () => {
  const { server, address } = await serve({ folder, base: '/', port: 0, isolated: false });
  const file = join(folder, 'assets', 'long.css');
  try {
    for (const [text, changed] of [
      ['a'.repeat(10_000), 1000],
      ['b'.repeat(10_000), 2000],
    ] as const) {
      writeFileSync(file, text);
      utimesSync(file, changed, changed);
      const plain = await fetch(new URL('assets/long.css', address), {
        headers: { 'Accept-Encoding': 'identity' },
      });
      expect([plain.headers.get('content-encoding'), plain.headers.get('content-length')]).toEqual([
        null,
        '10000',
      ]);
      const packed = await fetch(new URL('assets/long.css', address));
      expect(packed.headers.get('content-encoding')).toBe('gzip');
      expect(packed.headers.get('vary')).toBe('Accept-Encoding');
      expect(Number(packed.headers.get('content-length'))).toBeLessThan(1000);
      expect(await packed.text()).toBe(text);
      expect(await plain.text()).toBe(text);
    }
  } finally {
    server.close();
  }
});

test('under a base, only what lies under it is served', () => {
  expect(resolveFile(folder, '/x/', '/x/introduction')).toBe(join(folder, 'introduction', 'index.html'));
  expect(resolveFile(folder, '/x/', '/x')).toBe(join(folder, 'index.html'));
  expect(resolveFile(folder, '/x/', '/introduction')).toBeNull();
});

test('no address leads out of the folder', () => {
  const piece = fc.constantFrom(
    '..',
    '%2e%2e',
    '..%2f',
    '%2F',
    '\\',
    '/',
    '.',
    'secret.txt',
    'site',
    'introduction',
    '%5c',
    '?',
    '#',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const file = resolveFile(folder, '/', `/${pieces.join('/')}`);
      expect(file === null || file.startsWith(`${folder}/`)).toBe(true);
    }),
  );
});

test.each([
  ['/', '/'],
  ['', '/'],
  ['x', '/x/'],
  ['/books/llm', '/books/llm/'],
  ['/books/llm/', '/books/llm/'],
])('the base %j is %s', (base, normal) => {
  expect(normalizeBase(base)).toBe(normal);
});
