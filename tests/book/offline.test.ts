import { expect, test } from 'vitest';
import { offlinePaths } from '../../src/book/build/offline.ts';

test('pages under their addresses, scripts and fonts; models and WASM are left until they are opened', () => {
  expect(
    offlinePaths([
      'index.html',
      'introduction/index.html',
      '404.html',
      'assets/a-1.js',
      'assets/f-1.woff2',
      'pagefind/pagefind.js',
      'icon.svg',
      'checkpoints/gpt2-toytown/model.safetensors',
      'wasm/tfjs-backend-wasm.wasm',
      'wasm/tfjs-backend-wasm-threaded-simd.js',
      '.vite/manifest.json',
      '_headers',
      '.nojekyll',
      'offline-worker.js',
    ]),
  ).toEqual([
    '',
    '404.html',
    'assets/a-1.js',
    'assets/f-1.woff2',
    'icon.svg',
    'introduction/',
    'pagefind/pagefind.js',
    'wasm/tfjs-backend-wasm-threaded-simd.js',
  ]);
});
