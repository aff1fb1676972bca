import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { slidingWindowMessages as words } from '../../src/widgets/messages/sliding-window.ts';
import { bring, patience, slide, table } from './support/figures.ts';
import { type OpenPage, openSite, type Site } from './support/site.ts';

/** C17 as a reader sees it: beyond layers x (window - 1) words back a changed word changes nothing at all. */

let site: Site;
let open: OpenPage;
let figure: Locator;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  open = await site.open('/variations/decoder-only');
  figure = await bring(open.page, 'sliding-window');
});
afterEach(() => open.finish());

/** By layer, from the embedding up: how many words back the last one is felt. */
async function reach(): Promise<number[]> {
  const rows = await table(figure);
  const columns = rows[0]?.length ?? 0;
  return Array.from({ length: columns - 1 }, (_, layer) => {
    const first = rows.findIndex((row) => Number(row[layer + 1]) > 0);
    return first < 0 ? -1 : rows.length - 1 - first;
  });
}

test.each([2, 4, 6])('with a window of %i each layer adds one less than the window', async (window) => {
  await slide(figure, words.window, window);
  const expected = [0, 1, 2, 3, 4].map((layer) => layer * (window - 1));
  await expect.poll(reach, patience).toEqual(expected);
  // What is inked is what is felt.
  const inked = await figure.locator('.viz-reach-grid .cells rect:not(.nothing)').count();
  expect(inked).toBe(expected.reduce((sum, back) => sum + back + 1, 0));
});

test('without a window the first layer feels every word; with a window of 1 none but the last', async () => {
  await slide(figure, words.window, 17);
  const { length } = words.defaultText.split(' ');
  await expect.poll(async () => (await reach())[1], patience).toBe(length);
  await slide(figure, words.window, 1);
  await expect.poll(reach, patience).toEqual([0, 0, 0, 0, 0]);
});
