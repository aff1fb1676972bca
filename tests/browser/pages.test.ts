import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { messages } from '../../src/book/messages/index.ts';
import { findRoute } from '../../src/book/routes.ts';
import { axeFinds, type OpenPage, openSite, type Site, watchShifts } from './support/site.ts';
import { siteFolder } from './support/site-folder.ts';
import { until } from './support/until.ts';
import { writtenPaths } from './support/written.ts';

/** Every page of the built book, as each kind of reader meets it. */

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

const titleOf = (path: string): string => {
  const route = findRoute(path);
  if (route === undefined) throw new Error(`no route ${path}`);
  return messages.routes[route.path].title;
};

describe.each(writtenPaths())('%s', (path) => {
  test('is readable with JavaScript off', async () => {
    const { page, finish } = await site.open(path, { javaScript: false });
    expect(await page.locator('h1').innerText()).toBe(titleOf(path));
    expect((await page.locator('main').innerText()).length).toBeGreaterThan(200);
    const hidden = await page
      .locator('.katex-html:not(details *)')
      .evaluateAll((formulas) => formulas.filter((formula) => !formula.checkVisibility()).length);
    expect(hidden).toBe(0);
    expect(await page.locator('.needs-script:visible').count()).toBe(0);
    await finish();
  });

  test('carries the content security policy', () => {
    const html = readFileSync(join(siteFolder, path.slice(1), 'index.html'), 'utf8');
    expect(html).toMatch(
      /<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-/,
    );
    expect(html).not.toMatch(/'unsafe-eval'|script-src[^;]*'unsafe-inline'/);
  });

  describe('with JavaScript', () => {
    let open: OpenPage;
    beforeAll(async () => {
      open = await site.open(path, { init: watchShifts });
      await open.page.waitForLoadState('networkidle');
    });
    afterAll(() => open.finish());

    test('comes to life as it was served, without an error or a request to another origin', async () => {
      const { page, problems } = open;
      await page.waitForFunction(() =>
        Object.keys(document.getElementById('root') ?? {}).some((key) => key.startsWith('__reactContainer')),
      );
      expect(await page.locator('h1').innerText()).toBe(titleOf(path));
      expect(problems()).toEqual([]);
    });

    test('nothing moves while it loads', async () => {
      const { page } = open;
      await page.waitForFunction(
        () => !document.querySelector('figure[data-widget][data-state="loading"]'),
        null,
        {
          timeout: 60_000,
        },
      );
      expect(await page.evaluate(() => (window as unknown as { shifts?: string[] }).shifts ?? [])).toEqual(
        [],
      );
    });

    test.each(['light', 'dark', 'projector'])('axe finds nothing: %s', async (theme) => {
      const { page } = open;
      await page.evaluate((name) => {
        document.documentElement.dataset.theme = name;
      }, theme);
      expect(await axeFinds(page)).toEqual([]);
    });

    test.each([390, 768, 1100, 1280, 1920])('fits a window %i wide', async (width) => {
      const { page } = open;
      await page.evaluate(() => delete document.documentElement.dataset.theme);
      await page.setViewportSize({ width, height: 900 });
      // A chart hears of the new width in the frame after it.
      await until(
        'the page is wider than the window',
        () =>
          page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
        (over) => over === 0,
      );
    });
  });
});
