/** A map of 256 x 256 in Chromium: how long a redraw takes until its pixels are there, and how evenly it pans. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { launchChromium } from '../browser/support/chromium.ts';
import { percentile } from './latency.ts';

const size = 256;
const redrawBar = 16;
/** A frame at 60 a second, and the least by which the browser's clock may be off. */
const frameBar = 1000 / 60 + 0.5;

export async function printMatrix(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'matrix-'));
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: {
      outDir: folder,
      lib: {
        entry: join(import.meta.dirname, 'support/matrix-entry.ts'),
        formats: ['iife'],
        name: 'entry',
        fileName: () => 'entry.js',
        cssFileName: 'entry',
      },
    },
  });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.setContent('<!doctype html><html data-theme="light"><body></body></html>');
    await page.addStyleTag({ path: join(folder, 'entry.css') });
    await page.addScriptTag({ path: join(folder, 'entry.js') });
    // The first redraws meet code that is not compiled yet.
    await page.evaluate((count) => globalThis.matrixBench.redraw(count, 20), size);
    const redraws = await page.evaluate((count) => globalThis.matrixBench.redraw(count, 100), size);
    const frames = await page.evaluate((count) => globalThis.matrixBench.pan(count, 240), size);
    const line = (what: string, times: readonly number[], bar: number) => {
      const [p50, p95] = [percentile(times, 0.5), percentile(times, 0.95)];
      console.log(
        `${p50.toFixed(1).padStart(6)}  ${p95.toFixed(1).padStart(6)}  ${bar.toFixed(1).padStart(5)} ${p50 < bar ? 'holds' : 'OVER '}  ${what} (${times.length} times)`,
      );
    };
    console.log(`an attention map of ${size} x ${size} in Chromium, ms: p50, p95, bar for p50`);
    line('a redraw with other weights, until its pixels are there', redraws, redrawBar);
    line('between frames while it pans', frames, frameBar);
  } finally {
    await browser.close();
    await rm(folder, { recursive: true });
  }
}
