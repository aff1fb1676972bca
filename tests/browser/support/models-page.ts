/** A page of a real browser with `models-entry.ts` on it: models on WebGL, for tests and for `npm run parity`. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import type { Difference } from '../../reference/compare.ts';
import { launchChromium } from './chromium.ts';
import type { ShippedAnswers } from './models-entry.ts';

/** Where the page, which has no server, is told that the files of the WASM backend lie. */
const wasmAddress = 'https://wasm.invalid/';
const wasmFiles = join(import.meta.dirname, '../../../node_modules/@tensorflow/tfjs-backend-wasm/dist');

export interface ModelsPage {
  readonly page: Page;
  /** A folder with values of the reference, compared with what WebGL makes of its model. */
  compareWithReference(folder: string): Promise<readonly Difference[]>;
  /** What the model of a checkpoint folder answers on each backend. */
  answers(folder: string): Promise<ShippedAnswers>;
  /** Closes the browser; answers with what the page complained of on its way. */
  close(): Promise<readonly string[]>;
}

export async function openModelsPage(): Promise<ModelsPage> {
  const folder = await mkdtemp(join(tmpdir(), 'models-'));
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: {
      outDir: folder,
      minify: false,
      lib: {
        entry: join(import.meta.dirname, 'models-entry.ts'),
        formats: ['iife'],
        name: 'entry',
        fileName: () => 'entry.js',
      },
    },
  });
  const browser = await launchChromium();
  const page = await browser.newPage();
  const complaints: string[] = [];
  // A shader that does not compile may not throw, and leave the last answer in its buffer.
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.route(`${wasmAddress}*`, async (route) => {
    const file = basename(new URL(route.request().url()).pathname);
    await route.fulfill({
      body: await readFile(join(wasmFiles, file)),
      contentType: 'application/wasm',
      headers: { 'access-control-allow-origin': '*' },
    });
  });
  await page.addScriptTag({ path: join(folder, 'entry.js') });
  return {
    page,
    async compareWithReference(from) {
      const files = await inBase64(from, await readdir(from));
      return page.evaluate((own) => globalThis.modelTests.reference(own), files);
    },
    async answers(from) {
      const files = await inBase64(from, ['config.json', 'tokenizer.json', 'model.safetensors', 'card.json']);
      return page.evaluate(([own, wasm]) => globalThis.modelTests.shipped(own, wasm), [
        files,
        wasmAddress,
      ] as const);
    },
    async close() {
      await browser.close();
      await rm(folder, { recursive: true });
      return complaints;
    },
  };
}

async function inBase64(folder: string, names: readonly string[]): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const name of names) files[name] = (await readFile(join(folder, name))).toString('base64');
  return files;
}
