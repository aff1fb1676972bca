/** Every row and every custom kernel on WebGL, in a real browser. */
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ArchitectureId } from '../../src/models/architectures.ts';
import { rowIds } from '../models/small-rows.ts';
import { bars, gradientBar, summarize } from '../reference/compare.ts';
import { launchChromium } from './support/chromium.ts';

const values = join(import.meta.dirname, '../reference/values');

/** On every intermediate and gradient, relative above 1. */
const bar = 1e-3;

describe('models on WebGL', () => {
  let folder: string;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'models-'));
    const entry = join(import.meta.dirname, 'support/models-entry.ts');
    await build({
      configFile: false,
      logLevel: 'error',
      publicDir: false,
      build: {
        outDir: folder,
        minify: false,
        lib: { entry, formats: ['iife'], name: 'entry', fileName: () => 'entry.js' },
      },
    });
    browser = await launchChromium();
    page = await browser.newPage();
    // A shader that does not compile may not throw, and leave the last answer in its buffer.
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.addScriptTag({ path: join(folder, 'entry.js') });
  });

  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
    expect(complaints).toEqual([]);
  });

  const worse = (differences: Readonly<Record<string, number>>, most: number): [string, number][] =>
    Object.entries(differences).filter(([, difference]) => !(difference <= most));

  test('the scan of a linear recurrence, and its gradient', async () => {
    const differences = await page.evaluate(() => globalThis.modelTests.scan());
    expect(worse(differences, 1e-4)).toEqual([]);
  });

  test.each(rowIds)('%s: every intermediate and every gradient', async (id) => {
    const differences = await page.evaluate((own: ArchitectureId) => globalThis.modelTests.row(own), id);
    expect(Object.keys(differences).length).toBeGreaterThan(20);
    expect(worse(differences, bar)).toEqual([]);
  });

  test.each(rowIds)('%s: every intermediate ablated, and patched into its own run', async (id) => {
    const differences = await page.evaluate(
      (own: ArchitectureId) => globalThis.modelTests.intervened(own),
      id,
    );
    expect(Object.keys(differences).length).toBeGreaterThan(40);
    expect(worse(differences, bar)).toEqual([]);
  });

  test.each(readdirSync(values))('%s: the reference implementation', async (row) => {
    const names = readdirSync(join(values, row));
    const files = Object.fromEntries(
      names.map((name) => [name, readFileSync(join(values, row, name)).toString('base64')]),
    );
    const differences = await page.evaluate((own) => globalThis.modelTests.reference(own), files);
    const summary = summarize(differences, bars.webgl);
    expect(summary.gradients).toBeLessThan(gradientBar);
    expect(summary).toMatchObject({ holds: true });
  });
});
