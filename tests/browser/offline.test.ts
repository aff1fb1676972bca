import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { nextTokenMessages } from '../../src/widgets/messages/next-token.ts';
import { answers } from './support/answers.ts';
import { bring, patience, type } from './support/figures.ts';
import { openSite } from './support/site.ts';
import { until } from './support/until.ts';

/** After one visit the server is stopped: the page, its figures and its models work, and so do the pages that were not opened. */

/** Whether the service worker has all that this visit opened. */
const kept = (page: Page): Promise<boolean> =>
  page.evaluate(async () => {
    if (navigator.serviceWorker.controller === null) return false;
    const opened = await caches.open('book:opened');
    const names = (await opened.keys()).map(({ url }) => url);
    return (
      names.some((url) => url.endsWith('model.safetensors')) && names.some((url) => url.includes('/wasm/'))
    );
  });

test.each([
  ['at the root, with headers', false, true],
  ['under a base path, without headers', true, false],
])('%s', async (_, withBase, isolated) => {
  const site = await openSite({ withBase, isolated });
  const { page, finish } = await site.open('/introduction', {
    backend: 'wasm',
    offlineWorker: true,
    allow: [/ERR_CONNECTION_REFUSED|Failed to load resource|ERR_FAILED|ERR_INTERNET/],
  });
  await bring(page, 'next-token');
  await until('everything is kept', () => kept(page), Boolean);
  await site.stopServer();

  await page.reload();
  const figure = await bring(page, 'next-token');
  const [, text = ''] = nextTokenMessages.examples;
  await type(figure, text);
  await answers(figure, text);
  expect(await page.evaluate(() => document.fonts.check('16px "Source Serif 4 Variable"'))).toBe(true);

  // A page that this browser never saw, by a link and by its address.
  await page.locator('.rail').getByRole('link', { name: 'Self-attention' }).click();
  await page.locator('h1', { hasText: 'Self-attention' }).waitFor();
  await page.goto(`${site.address}glossary?page=1~theme:dark`);
  expect(await page.locator('h1').innerText()).toBe('Glossary');
  await page.goto(`${site.address}transformer/self-attention`);
  await bring(page, 'attention-map');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('searchbox').fill('softmax');
  await expect.poll(() => page.locator('dialog.search ol a').count(), patience).toBeGreaterThan(0);
  await finish();
  await site.close();
});
