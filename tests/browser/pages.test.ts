import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { messages } from '../../src/book/messages/index.ts';
import { findRoute } from '../../src/book/routes.ts';
import { axeFinds, openSite, type Site, type Theme } from './support/site.ts';
import { siteFolder } from './support/site-folder.ts';
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

describe.each(writtenPaths)('%s', (path) => {
  test('is readable with JavaScript off', async () => {
    const { page, finish } = await site.open(path, { javaScript: false });
    expect(await page.locator('h1').innerText()).toBe(titleOf(path));
    const prose = await page.locator('main').innerText();
    expect(prose.length).toBeGreaterThan(200);
    for (const formula of await page.locator('.katex-html').all())
      expect(await formula.isVisible()).toBe(true);
    expect(await page.locator('.needs-script:visible').count()).toBe(0);
    await finish();
  });

  test('comes to life as it was served, without an error or a request to another origin', async () => {
    const { page, finish } = await site.open(path);
    const served = await (await page.request.get(page.url())).text();
    await page.waitForFunction(
      () =>
        '__reactContainer' in
        Object.fromEntries(
          Object.keys(document.getElementById('root') ?? {}).map((key) => [key.split('$')[0], 1]),
        ),
    );
    expect(await page.locator('h1').innerText()).toBe(titleOf(path));
    expect(served).toContain(`<title>${await page.title()}</title>`);
    await finish();
  });

  test('nothing moves while it loads', async () => {
    const { page, finish } = await site.open(path, {
      init: () => {
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries() as (PerformanceEntry & {
            value: number;
            sources?: { node?: Node }[];
          })[])
            (window as unknown as { shifts: string[] }).shifts = [
              ...((window as unknown as { shifts?: string[] }).shifts ?? []),
              `${entry.value}: ${(entry.sources ?? []).map(({ node }) => (node as Element | undefined)?.className ?? node?.nodeName).join(', ')}`,
            ];
        }).observe({ type: 'layout-shift', buffered: true });
      },
    });
    await page.waitForLoadState('networkidle');
    await page.waitForFunction(() => !document.querySelector('figure[data-state="loading"]'), null, {
      timeout: 60_000,
    });
    const shifts = await page.evaluate(() => (window as unknown as { shifts?: string[] }).shifts ?? []);
    expect(shifts).toEqual([]);
    await finish();
  });

  test.each<Theme>(['light', 'dark', 'projector'])('axe finds nothing: %s', async (theme) => {
    const { page, finish } = await site.open(path, { theme });
    await page.waitForLoadState('networkidle');
    expect(await axeFinds(page)).toEqual([]);
    await finish();
  });

  test.each([390, 768, 1100, 1280, 1920])('fits a window %i wide', async (width) => {
    const { page, finish } = await site.open(path, { width });
    await page.waitForLoadState('networkidle');
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wide).toBe(0);
    await finish();
  });

  test('carries the content security policy', () => {
    const html = readFileSync(join(siteFolder, path.slice(1), 'index.html'), 'utf8');
    expect(html).toMatch(
      /<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-/,
    );
    expect(html).not.toContain('unsafe-eval;');
  });
});
