import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { positionWiseMessages as words } from '../../src/widgets/messages/position-wise.ts';
import { bring, patience, table } from './support/figures.ts';
import { type OpenPage, openSite, type Site } from './support/site.ts';

let site: Site;
let open: OpenPage;
let figure: Locator;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  open = await site.open('/transformer/feed-forward');
  figure = await bring(open.page, 'position-wise');
});
afterEach(() => open.finish());

/** By row: the positions that moved. */
const moved = async () =>
  (await table(figure)).map((row) => row.slice(1).flatMap((value, at) => (value === '0' ? [] : [at])));

test('one word changed: the feed-forward output moves there alone, attention’s from there on', async () => {
  const position = Number(
    await figure
      .locator('.word-buttons button')
      .evaluateAll((all) => all.findIndex((one) => one.getAttribute('aria-pressed') === 'true')),
  );
  const count = await figure.locator('.word-buttons button').count();
  const from = (start: number) => Array.from({ length: count - start }, (_, at) => start + at);
  expect(await moved()).toEqual([[position], [position], from(position)]);
  await figure.locator('.word-buttons button').nth(7).click();
  await expect.poll(moved, patience).toEqual([[7], [7], from(7)]);
});

test('all shuffled: the feed-forward layer follows, and attention without a mask; with one it does not', async () => {
  await figure.getByRole('radio', { name: words.modes.permute }).check();
  await expect.poll(async () => (await table(figure))[1]?.[0], patience).toBe(words.permuted.open);
  const [channels = [], unmasked = [], masked = []] = await moved();
  expect(channels).toEqual([]);
  expect(unmasked).toEqual([]);
  expect(masked.length).toBeGreaterThan(5);
});
