import react from '@vitejs/plugin-react';
import { configDefaults, defineConfig } from 'vitest/config';
import { katexFonts, wasmBinaries } from './src/book/build/assets.ts';
import { siteCorpora } from './src/book/build/corpora.ts';
import { developmentPages } from './src/book/build/development.ts';
import { mdx } from './src/book/build/mdx.ts';
import { references } from './src/book/build/references.ts';
import { isolationHeaders } from './src/book/build/serve.ts';
import { shipped } from './src/book/build/shipped.ts';
import { shippedModels } from './src/book/build/shipped-models.ts';
import { wasmThreadScript, wasmThreads } from './src/book/build/wasm-threads.ts';

const root = import.meta.dirname;

/** What every test in Chromium has. */
const inBrowser = {
  include: ['tests/browser/**/*.test.ts'],
  globalSetup: ['tests/browser/support/global-setup.ts'],
  // Only so that one that hangs ends: what a test waits for, it waits for by itself, and says so.
  testTimeout: 400_000,
  hookTimeout: 400_000,
};
/** This asks how long the page's main thread was held, which another browser beside it would decide. */
const alone = ['tests/browser/main-thread.test.ts'];

export default defineConfig({
  appType: 'custom',
  plugins: [
    mdx(root),
    react({ include: /\.(tsx|mdx)$/ }),
    references(root),
    shippedModels(root),
    shipped(root),
    wasmBinaries(),
    siteCorpora(),
    wasmThreadScript(),
    katexFonts(),
    developmentPages(),
  ],
  build: {
    target: 'es2022',
    // One stylesheet: a page has all of it before its first paint, so nothing moves when a figure arrives.
    cssCodeSplit: false,
    assetsInlineLimit: 0,
    // A page's own modules are in its head. For the rest no list of what each needs goes before it: the lists are 5 KB of every page.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_, modules, { hostType }) => (hostType === 'html' ? modules : []),
    },
    chunkSizeWarningLimit: 2000,
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  optimizeDeps: {
    // Named here, or the dev server reloads the page when it first meets them.
    include: [
      'react-dom/client',
      'wouter',
      'zustand',
      'zustand/vanilla',
      'valibot',
      'd3-format',
      'd3-scale',
      'd3-selection',
      'd3-shape',
      '@tensorflow/tfjs',
      '@tensorflow/tfjs-backend-wasm',
      '@tensorflow/tfjs-backend-webgl',
    ],
  },
  worker: { format: 'es', plugins: () => [wasmThreads()] },
  server: { headers: isolationHeaders },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: [...configDefaults.exclude, 'tests/browser/**', 'tests/content/**'],
        },
      },
      { extends: true, test: { name: 'content', include: ['tests/content/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          ...inBrowser,
          name: 'browser',
          exclude: [...configDefaults.exclude, ...alone],
          // A core for each: while one page waits for its reader, the other's model runs.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          ...inBrowser,
          name: 'browser-alone',
          include: alone,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
