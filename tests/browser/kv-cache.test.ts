import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { shippedModels } from '../../src/widgets/kit/models.ts';
import { kvCacheMessages as words } from '../../src/widgets/messages/kv-cache.ts';
import { bring, patience, slide, table } from './support/figures.ts';
import { type OpenPage, openSite, type Site } from './support/site.ts';

/** What a decoder keeps: the numbers are products that can be done by hand. */

let site: Site;
let open: OpenPage;
let figure: Locator;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  open = await site.open('/variations/decoder-only');
  figure = await bring(open.page, 'kv-cache');
});
afterEach(() => open.finish());

const yours = async (): Promise<number[]> =>
  (await table(figure))
    .at(-1)
    ?.slice(1)
    .map((cell) => Number(cell)) ?? [];

test('eight query heads to one key-value head is an eighth of the cache, and a window stops it', async () => {
  expect(await yours()).toEqual([8, Number.NaN, 2 * 80 * 8 * 128 * 2, 2 * 80 * 8 * 128 * 2 * 4096]);
  await slide(figure, words.sharing, 0);
  await expect.poll(async () => (await yours())[2], patience).toBe(2 * 80 * 64 * 128 * 2);
  // Drawn, and not only told: a square for each key-value head.
  expect(await figure.locator('.viz-head-groups .keys rect').count()).toBe(64);
  await slide(figure, words.window, 9);
  await expect.poll(async () => (await yours())[3], patience).toBe(2 * 80 * 64 * 128 * 2 * 512);
  await slide(figure, words.length, 16);
  expect((await yours())[3]).toBe(2 * 80 * 64 * 128 * 2 * 512);
});

test('another model brings its own heads and window', async () => {
  await figure.getByRole('radio', { name: words.modelName('mistral-7b'), exact: true }).check();
  await expect.poll(yours, patience).toEqual([8, 4096, 2 * 32 * 8 * 128 * 2, 2 * 32 * 8 * 128 * 2 * 4096]);
  const { layers, heads, headSize } = shippedModels['gpt2-toytown'];
  await figure.getByRole('radio', { name: words.modelName('gpt2-toytown'), exact: true }).check();
  await expect.poll(async () => (await yours())[2], patience).toBe(2 * layers * heads * headSize * 2);
});
