/**
 * Every figure of every page at three widths and in three themes, as committed: one sheet a figure, a row a theme and a column a
 * width, at a quarter of its size. `UPDATE_PICTURES=1` writes them anew: then look at each.
 */
import type { Page } from 'playwright-core';
import { pagesWithFigures } from '../browser/support/every-figure.ts';
import { bring, figureOf } from '../browser/support/figures.ts';
import { difference } from '../browser/support/pictures.ts';
import type { Site, Theme } from '../browser/support/site.ts';

const widths = [390, 1280, 1920] as const;
const themes: readonly Theme[] = ['light', 'dark', 'projector'];
const scale = 0.25;

/** What these figures measure of the machine is another number in each run. */
const measures = new Set(['roofline', 'two-economies', 'linear-cost', 'sequential-vs-parallel', 'generate']);

/** Letters are there, charts have their new size, and nothing blinks. */
const rest = (page: Page) =>
  page.evaluate(async () => {
    await document.fonts.ready;
    (document.activeElement as HTMLElement | null)?.blur();
    for (let frame = 0; frame < 6; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
  });

/** Rows of pictures as one. */
async function sheetOf(blank: Page, rows: readonly (readonly Buffer[])[]): Promise<Buffer> {
  const base64 = rows.map((row) => row.map((picture) => picture.toString('base64')));
  const drawn = await blank.evaluate(
    async ([all, by]) => {
      const bitmaps = await Promise.all(
        all.map((row) =>
          Promise.all(
            row.map(async (one) => {
              const bytes = Uint8Array.from(atob(one), (letter) => letter.charCodeAt(0));
              return createImageBitmap(new Blob([bytes], { type: 'image/png' }));
            }),
          ),
        ),
      );
      const sized = bitmaps.map((row) =>
        row.map((bitmap) => ({
          bitmap,
          width: Math.round(bitmap.width * by),
          height: Math.round(bitmap.height * by),
        })),
      );
      const gap = 8;
      const heights = sized.map((row) => Math.max(...row.map(({ height }) => height)) + gap);
      const width = Math.max(...sized.map((row) => row.reduce((sum, one) => sum + one.width + gap, 0)));
      const canvas = new OffscreenCanvas(
        width,
        heights.reduce((sum, height) => sum + height, 0),
      );
      const context = canvas.getContext('2d');
      if (!context) throw new Error('no canvas');
      context.imageSmoothingQuality = 'high';
      let top = 0;
      for (const [index, row] of sized.entries()) {
        let left = 0;
        for (const one of row) {
          context.drawImage(one.bitmap, left, top, one.width, one.height);
          left += one.width + gap;
        }
        top += heights[index] ?? 0;
      }
      const bytes = new Uint8Array(
        await (await canvas.convertToBlob({ type: 'image/webp', quality: 0.5 })).arrayBuffer(),
      );
      let text = '';
      for (const byte of bytes) text += String.fromCharCode(byte);
      return btoa(text);
    },
    [base64, scale] as const,
  );
  return Buffer.from(drawn, 'base64');
}

async function picturesOf(site: Site, blank: Page, path: string): Promise<string[]> {
  const { page, finish } = await site.open(path, { backend: 'wasm', reducedMotion: true });
  try {
    const widgets = await page
      .locator('figure[data-widget]')
      .evaluateAll((figures) => figures.map((figure) => (figure as HTMLElement).dataset.widget ?? ''));
    for (const widget of widgets) await bring(page, widget);
    await page.evaluate(() => {
      // What stays at the top while a page scrolls would lie over a tall figure.
      for (const header of document.querySelectorAll<HTMLElement>('header')) header.style.position = 'static';
      // How long it took is another number each time.
      for (const run of document.querySelectorAll<HTMLElement>('.figure-run'))
        run.style.visibility = 'hidden';
    });
    const seen = new Map<string, Buffer[][]>(widgets.map((widget) => [widget, []]));
    for (const theme of themes) {
      await page.evaluate((name) => {
        document.documentElement.dataset.theme = name;
      }, theme);
      for (const widget of widgets) seen.get(widget)?.push([]);
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 });
        await rest(page);
        for (const widget of widgets)
          seen
            .get(widget)
            ?.at(-1)
            ?.push(await figureOf(page, widget).screenshot({ animations: 'disabled' }));
      }
    }
    const name = path === '/' ? 'cover' : path.slice(1).replaceAll('/', '-');
    const wrong: string[] = [];
    for (const [widget, rows] of seen) {
      if (measures.has(widget)) continue;
      const found = await difference(blank, `figures/${name}-${widget}`, await sheetOf(blank, rows), 'webp');
      if (found !== null) wrong.push(found);
    }
    await finish();
    return wrong;
  } catch (problem) {
    // A page that is left open would go on working beside the next.
    await page.close();
    throw problem;
  }
}

/** On how many pages a figure looks otherwise. `only`: these pages; none: all. */
export async function everyPicture(site: Site, only: readonly string[]): Promise<number> {
  const pages = pagesWithFigures();
  const unknown = only.filter((path) => !pages.includes(path));
  if (unknown.length > 0) throw new RangeError(`There is no page with figures at ${unknown.join(', ')}.`);
  const blank = await site.browser.newPage();
  let failures = 0;
  console.log('every figure at three widths in three themes');
  for (const path of only.length === 0 ? pages : only) {
    try {
      const wrong = await picturesOf(site, blank, path);
      console.log(`  ${path}: ${wrong.length === 0 ? 'as committed' : wrong.join('\n    ')}`);
      if (wrong.length > 0) failures += 1;
    } catch (error) {
      failures += 1;
      console.log(`  ${path}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  await blank.close();
  return failures;
}
