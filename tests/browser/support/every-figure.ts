import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { BackendName } from '../../../src/runtime/protocol.ts';
import { bring } from './figures.ts';
import type { Site } from './site.ts';
import { siteFolder } from './site-folder.ts';
import { until } from './until.ts';
import { writtenPaths } from './written.ts';

/** The pages that have figures. The sheet of all charts is left out: its own test opens it, and its figures are the chapters'. */
export const pagesWithFigures = (): readonly string[] =>
  writtenPaths().filter(
    (path) =>
      path !== '/figures' &&
      readFileSync(join(siteFolder, path.slice(1), 'index.html'), 'utf8').includes('data-widget='),
  );

/**
 * Brings every figure of a page into view, and waits until it is ready and says that it ran on `backend`. How many there are; an
 * error names the figure that did not come. `also` is tried on each.
 */
export async function everyFigureReady(
  site: Site,
  path: string,
  backend: BackendName,
  also: (page: Page, widget: string, figure: Locator) => Promise<void> = async () => {},
): Promise<number> {
  // Without motion the cover writes nothing by itself.
  const { page, finish } = await site.open(path, { backend, reducedMotion: true });
  try {
    const widgets = await page
      .locator('figure[data-widget]')
      .evaluateAll((figures) => figures.map((figure) => (figure as HTMLElement).dataset.widget ?? ''));
    for (const widget of widgets) {
      const figure = await bring(page, widget);
      // What is arithmetic of the page needs no backend.
      const expected = (await figure.getAttribute('data-computes')) === 'page' ? null : backend;
      await until(
        `${widget} runs on ${expected}`,
        () => figure.getAttribute('data-backend'),
        (name) => name === expected,
      );
      await also(page, widget, figure).catch((cause: unknown) => {
        throw new Error(`${widget} does not stand it: ${cause instanceof Error ? cause.message : cause}`, {
          cause,
        });
      });
    }
    await finish();
    return widgets.length;
  } catch (problem) {
    // A page that is left open would go on working beside the next.
    await page.close();
    throw problem;
  }
}
