import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { twoEconomiesMessages as words } from '../../src/widgets/messages/two-economies.ts';
import { bring, patience, slide, table } from './support/figures.ts';
import { type OpenPage, openSite, type Site } from './support/site.ts';

let site: Site;
let open: OpenPage;
let figure: Locator;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  open = await site.open('/innovations');
  figure = await bring(open.page, 'two-economies');
});
afterEach(() => open.finish());

const numbers = async () =>
  (await table(figure)).map((row) => row.slice(1).map((cell) => Number(cell.replaceAll(',', ''))));

test('a longer text: attention keeps more in proportion, Mamba the same; only with experts does less work than there is', async () => {
  const before = await numbers();
  expect(before.map(([total = 0, active = 0]) => total > active)).toEqual([false, true, false]);
  expect(before.every((row) => (row[3] ?? 0) > 0)).toBe(true);
  await slide(figure, words.length, 9);
  await expect.poll(async () => (await numbers())[0]?.[2], patience).toBe(4 * (before[0]?.[2] ?? 0));
  const after = await numbers();
  expect(after[1]?.[2]).toBe(4 * (before[1]?.[2] ?? 0));
  expect(after[2]?.[2]).toBe(before[2]?.[2]);
});
