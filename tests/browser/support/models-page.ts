/** A page of a real browser with `models-entry.ts` on it: models on WebGL, for tests and for `npm run parity`. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import type { Difference } from '../../reference/compare.ts';
import { launchChromium } from './chromium.ts';

export interface ModelsPage {
  readonly page: Page;
  /** A folder with values of the reference, compared with what WebGL makes of its model. */
  compareWithReference(folder: string): Promise<readonly Difference[]>;
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
  await page.addScriptTag({ path: join(folder, 'entry.js') });
  return {
    page,
    async compareWithReference(from) {
      const files: Record<string, string> = {};
      for (const name of await readdir(from))
        files[name] = (await readFile(join(from, name))).toString('base64');
      return page.evaluate((own) => globalThis.modelTests.reference(own), files);
    },
    async close() {
      await browser.close();
      await rm(folder, { recursive: true });
      return complaints;
    },
  };
}
