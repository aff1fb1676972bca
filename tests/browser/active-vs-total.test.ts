import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { activeVsTotalMessages as words } from '../../src/widgets/messages/active-vs-total.ts';
import { bring, patience, slide } from './support/figures.ts';
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
  figure = await bring(open.page, 'active-vs-total');
});
afterEach(() => open.finish());

const sums = () => figure.locator('.active-sums td').allInnerTexts();

test('Mixtral and Switch-C come to their papers’ counts; more experts add nothing to the work on a token', async () => {
  expect((await sums()).slice(0, 2)).toEqual(['46.7B', '12.9B']);
  const [, , , work] = await sums();
  await slide(figure, words.experts, 6);
  await expect.poll(async () => (await sums())[0], patience).not.toBe('46.7B');
  const [, , , after] = await sums();
  // The router's column of each further expert is all that is added.
  expect(after?.slice(0, 3)).toBe(work?.slice(0, 3));
  await figure.getByRole('radio', { name: words.modelName('switch-c'), exact: true }).check();
  await expect.poll(async () => (await sums())[0], patience).toMatch(/^1[.,]57/);
});

test('the bill of a pair is of the model that is chosen: Mixtral and its rival are other models than Switch and its', async () => {
  const rows = () => figure.locator('.sum-table tbody tr');
  const cells = () => rows().locator('td').allInnerTexts();
  await expect.poll(async () => (await cells()).at(-1), patience).toMatch(/^\d/);
  const ofSwitch = await cells();
  const name = words.modelName('mixtral-domains');
  await figure.getByRole('radio', { name, exact: true }).check();
  await expect.poll(() => figure.locator('.sum-table caption').innerText(), patience).toBe(words.pair(name));
  await expect.poll(async () => (await cells()).at(-1), patience).toMatch(/^\d/);
  const ofMixtral = await cells();
  // Their parameters are known at once and their losses measured: no cell may be left from the other pair.
  for (const [at, cell] of ofMixtral.entries()) expect(cell, `cell ${at}`).not.toBe(ofSwitch[at]);
  await expect.poll(() => figure.locator('.figure-reads').innerText(), patience).toContain(name);
});
