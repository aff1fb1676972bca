import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { balanceMessages as own } from '../../src/widgets/messages/balance.ts';
import { claimMessages as words } from '../../src/widgets/messages/claims.ts';
import { trainingMessages } from '../../src/widgets/messages/training.ts';
import { bring, inState, patience, table } from './support/figures.ts';
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
  figure = await bring(open.page, 'balance');
});
afterEach(() => open.finish());

/** Of the run in this tab: the busiest expert, at each step that was measured. */
const shares = async () =>
  (await table(figure))
    .filter(([run]) => run?.startsWith(own.run('all', ['0']).slice(0, 8)))
    .map((row) => Number(row[2]));

test('without the term the busiest expert’s share climbs; the term, switched on on the way, brings it down', async () => {
  await figure.getByRole('button', { name: words.train, exact: true }).click();
  await inState(figure, ['running']);
  await expect.poll(async () => (await shares()).length, patience).toBeGreaterThan(0);
  const [first = 0] = await shares();
  await expect.poll(async () => Math.max(...(await shares())), patience).toBeGreaterThan(Math.max(4, first));
  const most = Math.max(...(await shares()));
  await figure.getByRole('radio', { name: '0.1', exact: true }).check();
  await expect.poll(async () => (await shares()).at(-1) ?? 8, patience).toBeLessThan(0.7 * most);
  await figure.getByRole('button', { name: trainingMessages.stop, exact: true }).click();
  await inState(figure, ['ready']);
  expect(await figure.locator('.claim-bars').innerText()).toContain(own.paper.slice(0, 20));
});
