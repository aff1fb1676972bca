import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { bring, patience, table, textOf, type } from './support/figures.ts';
import { nextWords } from './support/model-command.ts';
import { type OpenPage, openSite, type Site } from './support/site.ts';

let site: Site;
let open: OpenPage;
let figure: Locator;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  open = await site.open('/transformer');
  figure = await bring(open.page, 'logit-lens');
});
afterEach(() => open.finish());

test('the last row is what the model says, the first knows the last word alone', async () => {
  const text = await textOf(figure);
  const expected = [...(await nextWords(text))].sort((a, b) => b[1] - a[1])[0];
  const rows = await table(figure);
  expect(rows.at(-1)?.at(-1)?.split(' ')[0]).toBe(expected?.[0]);
  const embedding = rows.at(-1)?.[1];
  // Another story of the same length that ends in the same word.
  await type(figure, text.replaceAll('leo', 'tom').replaceAll('rosa', 'mia'));
  await expect.poll(async () => (await table(figure)).at(-1)?.at(-1), patience).toMatch(/^mia /);
  expect((await table(figure)).at(-1)?.[1]).toBe(embedding);
});

test('a cell that is walked to is read out, with its bars', async () => {
  const before = await figure.locator('.lens-bars-title').innerText();
  const grid = figure.locator('.lens-host [role=grid]');
  await grid.focus();
  await grid.press('Home');
  await expect.poll(() => figure.locator('.lens-bars-title').innerText(), patience).not.toBe(before);
});
