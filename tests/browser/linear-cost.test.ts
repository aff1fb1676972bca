import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { claimMessages } from '../../src/widgets/messages/claims.ts';
import { linearCostMessages as words } from '../../src/widgets/messages/linear-cost.ts';
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
  open = await site.open('/innovations/state-space-models');
  figure = await bring(open.page, 'linear-cost');
});
afterEach(() => open.finish());

test('counted, attention is quadratic and Mamba linear; Mamba’s memory stands still; every length was timed', async () => {
  const slopes = (await figure.locator('.cost-slopes tbody tr').all()).map((row) =>
    row.locator('td').allInnerTexts(),
  );
  const [attention, mamba, hyena] = (await Promise.all(slopes)).map((row) => row.map(Number));
  expect(attention?.[1]).toBeCloseTo(2, 1);
  expect(mamba?.[1]).toBe(1);
  expect(hyena?.[1]).toBeGreaterThan(1);
  expect(hyena?.[1]).toBeLessThan(1.3);
  expect(mamba?.slice(2)).toEqual([0, 0]);
  const rows = await table(figure);
  expect(rows).toHaveLength(18);
  expect(rows.every((row) => Number(row[2]) > 0)).toBe(true);
  // What was recorded stands below: no bar of C16 fails.
  const bars = await figure.locator('.claim-table tbody tr').allInnerTexts();
  expect(bars.length).toBeGreaterThan(5);
  expect(bars.filter((text) => text.endsWith(claimMessages.holds.false))).toEqual([]);
  await figure.getByRole('combobox').selectOption('memory');
  await expect.poll(() => figure.locator('.figure-reads').innerText(), patience).toContain(words.kinds.mamba);
});
