import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSite, type Site } from './support/site.ts';
import { testBase } from './support/site-folder.ts';

/** The same book under a path of a host that sends no header: GitHub Pages, for one. */
describe('under a base path, without headers', () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite({ withBase: true, isolated: false });
  });
  afterAll(() => site.close());

  test('every address that a page asks for lies under the base', async () => {
    const { page, finish } = await site.open('/transformer/self-attention');
    const outside: string[] = [];
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol === 'http:' && !url.pathname.startsWith(testBase)) outside.push(request.url());
    });
    await page.reload();
    await page.waitForLoadState('networkidle');
    expect(outside).toEqual([]);
    expect(await page.evaluate(() => document.fonts.check('16px "Source Serif 4 Variable"'))).toBe(true);
    await finish();
  });

  test('links stay under it', async () => {
    const { page, finish } = await site.open('/');
    await page.waitForLoadState('networkidle');
    await page.locator('.contents').getByRole('link', { name: 'Self-attention' }).click();
    await page.locator('h1', { hasText: 'Self-attention' }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`${testBase}transformer/self-attention`);
    await page.reload();
    await page.locator('h1', { hasText: 'Self-attention' }).waitFor();
    await finish();
  });

  test('the page is not cross-origin isolated here', async () => {
    const { page, finish } = await site.open('/');
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    await finish();
  });
});
