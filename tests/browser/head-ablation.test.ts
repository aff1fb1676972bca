import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { headAblationMessages as words } from '../../src/widgets/messages/head-ablation.ts';
import { bring, patience, printed, table, textOf } from './support/figures.ts';
import { lossOf } from './support/model-command.ts';
import { type OpenPage, openSite, type Site } from './support/site.ts';

let site: Site;
let open: OpenPage;
let figure: Locator;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  open = await site.open('/transformer/multi-head-attention');
  figure = await bring(open.page, 'head-ablation');
});
afterEach(() => open.finish());

const losses = () => figure.locator('.loss-sum td').allInnerTexts();
const written = (index: number) => figure.locator('.written-words').nth(index).innerText();

test('a head that is pressed goes, and its cost is what its square said; pressed again it is back', async () => {
  const rows = await table(figure);
  const [plain] = await losses();
  expect(Math.abs(printed(plain ?? '') - (await lossOf(await textOf(figure))))).toBeLessThan(2e-3);
  const costs = rows.map((row) => printed(row[3] ?? ''));
  const dearest = costs.indexOf(Math.max(...costs));
  const button = figure.locator('.head-button').nth(dearest);
  await button.click();
  await expect.poll(async () => (await losses())[1], patience).toBe(rows[dearest]?.[2]);
  expect(await button.getAttribute('aria-pressed')).toBe('true');
  await button.click();
  await expect.poll(async () => (await losses())[1], patience).toBe(words.unchanged);
});

test('without any head the loss is higher than without the dearest, and another story is written', async () => {
  const rows = await table(figure);
  const before = await written(0);
  await figure.getByRole('button', { name: words.all, exact: true }).click();
  await expect
    .poll(async () => printed((await losses())[1] ?? ''), patience)
    .toBeGreaterThan(Math.max(...rows.map((row) => printed(row[2] ?? ''))));
  await expect.poll(() => written(1), patience).not.toBe('…');
  expect(await written(1)).not.toBe(before);
  await figure.getByRole('button', { name: words.none, exact: true }).click();
  await expect.poll(async () => (await losses())[1], patience).toBe(words.unchanged);
});
