import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { selectiveScanMessages as words } from '../../src/widgets/messages/selective-scan.ts';
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
  open = await site.open('/innovations/state-space-models');
  figure = await bring(open.page, 'selective-scan');
});
afterEach(() => open.finish());

const right = async () => Number.parseInt(await figure.locator('.scan-right').innerText(), 10);

test('the step is long at letters and near zero at silence; with it frozen copying fails; the state stops where reading stops', async () => {
  expect(await right()).toBeGreaterThanOrEqual(95);
  const rows = await table(figure);
  const steps = (silent: boolean) =>
    rows.filter(([token]) => (token === '.') === silent && token !== '?').map(([, delta]) => Number(delta));
  const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
  expect(mean(steps(false))).toBeGreaterThan(20 * mean(steps(true)));
  await figure.getByRole('checkbox', { name: words.frozen.delta, exact: true }).check();
  await expect.poll(right, patience).toBeLessThan(40);
  await figure.getByRole('checkbox', { name: words.frozen.delta, exact: true }).uncheck();
  await expect.poll(right, patience).toBeGreaterThanOrEqual(95);
  await slide(figure, words.read, 70);
  await figure.getByRole('button', { name: words.next, exact: true }).click();
  await expect
    .poll(() => figure.getByRole('slider', { name: words.read, exact: true }).inputValue(), patience)
    .toBe('71');
});
