import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { specimenMessages } from '../../src/widgets/messages/specimens.ts';
import { bring, exported, patience } from './support/figures.ts';
import { difference } from './support/pictures.ts';
import { openSite, type Site, type Theme } from './support/site.ts';

/** Every chart as it looks, at three widths in three themes; the five states of a figure; and `/figures` as a reader works it. */

let site: Site;
let blank: Page;
let folder: string;
let script: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'charts-'));
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: {
      outDir: folder,
      lib: {
        entry: join(import.meta.dirname, 'support/charts-entry.ts'),
        formats: ['iife'],
        name: 'entry',
        fileName: () => 'entry.js',
      },
    },
  });
  script = readFileSync(join(folder, 'entry.js'), 'utf8');
  site = await openSite();
  blank = await site.browser.newPage();
});
afterAll(async () => {
  await site.close();
  await rm(folder, { recursive: true });
});

const widths = [390, 1280, 1920] as const;
/** Light at every width; the other themes at one, where colours and lines are what differs. */
const sheets: readonly (readonly [width: number, theme: Theme])[] = [
  ...widths.map((width) => [width, 'light'] as const),
  [1280, 'dark'],
  [1280, 'projector'],
];

/** Letters are there, and nothing blinks. */
const rest = (page: Page) =>
  page.evaluate(async () => {
    await document.fonts.ready;
    for (const font of document.fonts) if (font.status !== 'loaded') await font.load();
    (document.activeElement as HTMLElement | null)?.blur();
    // What stays at the top while a page scrolls would lie over a tall picture.
    for (const header of document.querySelectorAll<HTMLElement>('header')) header.style.position = 'static';
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  });

test.each(sheets)('every chart at %i px looks as committed, %s', async (width, theme) => {
  const { page, finish } = await site.open('/glossary', { width, theme, reducedMotion: true });
  await page.evaluate(script);
  const { names, wide } = await page.evaluate(() => globalThis.drawCharts());
  expect(names.length).toBeGreaterThan(20);
  expect(wide).toEqual([]);
  await rest(page);
  const picture = await page.locator('main').screenshot({ animations: 'disabled' });
  expect(await difference(blank, `charts-${width}-${theme}`, picture)).toBeNull();
  await finish();
});

test.each(widths)('the states of a figure at %i px look as committed', async (width) => {
  const { page, finish } = await site.open('/figures', { width, reducedMotion: true, backend: 'wasm' });
  const states = page.locator('section[aria-labelledby="states"]');
  await states.scrollIntoViewIfNeeded();
  const seen = await states
    .locator('figure')
    .evaluateAll((figures) => figures.map((figure) => (figure as HTMLElement).dataset.state));
  expect(seen).toEqual(['idle', 'loading', 'ready', 'running', 'error']);
  await rest(page);
  // What the models run on stands in the foot, and comes when it will.
  const picture = await states.screenshot({
    animations: 'disabled',
    mask: [states.locator('.figure-run')],
    maskColor: '#808080',
  });
  expect(await difference(blank, `states-${width}`, picture)).toBeNull();
  await finish();
});

describe('a reader on /figures', () => {
  test('walks every chart by keys, and each says what it shows', async () => {
    const { page, finish } = await site.open('/figures', { backend: 'wasm', reducedMotion: true });
    await page.waitForSelector('figure[data-widget^="chart-"]');
    const names = await page
      .locator('figure[data-widget^="chart-"]')
      .evaluateAll((figures) => figures.map((figure) => (figure as HTMLElement).dataset.widget ?? ''));
    expect(names.length).toBeGreaterThan(20);
    for (const name of names) {
      const figure = await bring(page, name);
      const reads = () => figure.locator('.figure-reads').innerText();
      const before = await reads();
      expect([name, before.length > 20]).toEqual([name, true]);
      const grid = figure.locator('[role=grid]');
      await grid.focus();
      // One of these leads to another place in any chart.
      for (const key of ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp', 'Home']) {
        if ((await reads()) !== before) break;
        await grid.press(key);
        await page.waitForTimeout(30);
      }
      expect([name, (await reads()) === before]).toEqual([name, false]);
      // The screen reader hears the sentence that stands below.
      const spoken = (await grid.locator('[role=gridcell]').textContent()) ?? '';
      expect([name, (await reads()).replace(/^Reads\s*/i, '').trim()]).toEqual([name, spoken.trim()]);
    }
    await finish();
  });

  test('takes the numbers along, and they are those that the chart says', async () => {
    const { page, finish } = await site.open('/figures', { backend: 'wasm' });
    const figure = await bring(page, 'chart-attribution-tokens');
    const { shape, data } = await exported(figure, 'attribution');
    const best = data.indexOf(Math.max(...data));
    expect(shape).toEqual([data.length]);
    const grid = figure.locator('[role=grid]');
    await grid.press('Home');
    for (let index = 0; index < best; index++) await grid.press('ArrowRight');
    const said = /is ([\d.]+) lower/.exec(await figure.locator('.figure-reads').innerText())?.[1];
    expect(Number(said)).toBeCloseTo(data[best] ?? Number.NaN, 3);
    await finish();
  });

  test('drags a tap of a filter, and the output is the new convolution', async () => {
    const { page, finish } = await site.open('/figures', { backend: 'wasm' });
    const figure = await bring(page, 'chart-convolution-chart');
    const output = async () => (await exported(figure, 'output')).data;
    const before = await output();
    const grid = figure.locator('[role=grid]');
    await grid.focus();
    await grid.press('Home');
    for (let times = 0; times < 4; times++) await grid.press('Shift+ArrowDown');
    await expect.poll(() => figure.locator('.figure-reads').innerText(), patience).toContain('0.8');
    const after = await output();
    // The first tap went from 1 to 0.8, and the input is 1 where the first impulse stands.
    expect((after[2] ?? 0) - (before[2] ?? 0)).toBeCloseTo(-0.2, 5);
    await finish();
  });

  test('paints a mask with the pointer', async () => {
    const { page, finish } = await site.open('/figures', { backend: 'wasm' });
    const figure = await bring(page, 'chart-mask-grid');
    const allowed = figure.locator('.allowed');
    const before = await allowed.count();
    const masked = figure.locator('.masked').first();
    await masked.click();
    await expect.poll(() => allowed.count(), patience).toBe(before + 1);
    expect(await figure.locator('.figure-reads').innerText()).toContain(
      specimenMessages.maskGrid.read('mia', 'has', true),
    );
    await finish();
  });

  test('opens and closes the boxes of a model', async () => {
    const { page, finish } = await site.open('/figures', { backend: 'wasm' });
    const figure = await bring(page, 'chart-block-diagram');
    const boxes = figure.locator('.box');
    const before = await boxes.count();
    const grid = figure.locator('[role=grid]');
    await grid.focus();
    await grid.press('Enter');
    await expect.poll(() => boxes.count(), patience).toBeLessThan(before);
    await grid.press('Enter');
    await expect.poll(() => boxes.count(), patience).toBe(before);
    await finish();
  });
});
