import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { sequentialVsParallelMessages as words } from '../../src/widgets/messages/sequential-vs-parallel.ts';
import { bring, patience, printed, slide, table } from './support/figures.ts';
import { type OpenPage, openSite, type Site } from './support/site.ts';

let site: Site;
let open: OpenPage;
let figure: Locator;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  open = await site.open('/transformer/self-attention');
  figure = await bring(open.page, 'sequential-vs-parallel');
});
afterEach(() => open.finish());

const reads = () => figure.locator('.figure-reads').innerText();

test('attention needs as many steps as layers, recurrence one more for each word', async () => {
  expect(await reads()).toContain('done after 3 steps');
  await figure.getByRole('radio', { name: words.kinds.gru }).check();
  await expect.poll(reads, patience).toContain('done after 8 steps');
  await slide(figure, words.words, 8);
  await expect.poll(reads, patience).toContain('done after 10 steps');
});

test('both were timed at every length', async () => {
  const rows = await table(figure);
  expect(rows.map((row) => row[0])).toEqual(['16', '32', '64', '128', '256', '512']);
  for (const row of rows) for (const time of row.slice(1)) expect(printed(time)).toBeGreaterThan(0);
});
