import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { bring, exported, patience, textOf } from './support/figures.ts';
import { probesOf } from './support/model-command.ts';
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
  figure = await bring(open.page, 'block-diagram');
});
afterEach(() => open.finish());

const reads = () => figure.locator('.figure-reads').innerText();

test('a box that is walked to shows its tensor, which is the command’s; another word has other numbers of the same shape', async () => {
  const grid = figure.locator('.block-host [role=grid]');
  await grid.focus();
  await grid.press('ArrowDown');
  await expect.poll(() => figure.locator('.block-name').innerText(), patience).toBe('position embedding');
  await grid.press('ArrowUp');
  const name = 'embed';
  const expected = (await probesOf(await textOf(figure), [name]))[name];
  const shown = await exported(figure, name);
  expect([...shown.shape]).toEqual(expected?.shape);
  const apart = (expected?.data ?? [9]).map((value, at) => Math.abs(value - (shown.data[at] ?? 9)));
  expect(Math.max(...apart)).toBeLessThan(1e-3);
  const before = await reads();
  await figure.locator('.word-buttons button').nth(2).click();
  await expect.poll(reads, patience).not.toBe(before);
});
