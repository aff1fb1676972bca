import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { changesMessages } from '../../src/widgets/messages/changes.ts';
import { expertSurgeryMessages as words } from '../../src/widgets/messages/expert-surgery.ts';
import { bring, patience, printed, table } from './support/figures.ts';
import { type OpenPage, openSite, type Site } from './support/site.ts';

let site: Site;
let open: OpenPage;
let figure: Locator;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  open = await site.open('/innovations/mixture-of-experts');
  figure = await bring(open.page, 'expert-surgery');
});
afterEach(() => open.finish());

/** By kind of text: as trained, and as changed. */
const losses = async () =>
  Promise.all(
    (await figure.locator('.surgery-losses tbody tr').all()).map(async (row) =>
      (await row.locator('td').allInnerTexts()).map(printed),
    ),
  );
const rise = async (kind: number) => {
  const [trained = 0, changed = 0] = (await losses())[kind] ?? [];
  return changed - trained;
};

test('a closed expert costs what its row says; the list undoes it; one expert for all costs every kind', async () => {
  const costs = (await table(figure)).map((row) => row.slice(1).map(printed));
  const most = Math.max(...costs.flat());
  const expert = costs.findIndex((row) => row.includes(most));
  const kind = costs[expert]?.indexOf(most) ?? 0;
  await figure.getByRole('button', { name: words.closeLabel(1, expert + 1), exact: true }).click();
  await expect.poll(async () => Math.abs((await rise(kind)) - most), patience).toBeLessThan(2e-3);
  await figure.getByRole('button', { name: new RegExp(`^${changesMessages.remove('')}`) }).click();
  await expect.poll(() => rise(kind), patience).toBe(0);
  await figure.getByRole('button', { name: words.forceLabel(1, expert + 1), exact: true }).click();
  await expect.poll(() => rise(4), patience).toBeGreaterThan(0.1);
});
