import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { positionsMessages as words } from '../../src/widgets/messages/positions.ts';
import { bring, exported, patience, printed, slide, table } from './support/figures.ts';
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
  figure = await bring(open.page, 'positions');
});
afterEach(() => open.finish());

test('shifted, scores stay with rotary positions and ALiBi and move with a table (C18)', async () => {
  const columns = Object.keys(words.kinds);
  for (const row of await table(figure)) {
    const moved = (kind: string) => printed(row[1 + columns.indexOf(kind)] ?? '');
    expect(moved('rotary')).toBeLessThan(1e-3);
    expect(moved('alibi')).toBeLessThan(1e-3);
    expect(moved('none')).toBe(0);
    expect(moved('learned')).toBeGreaterThan(0.1);
  }
});

test('other positions and a shift change the map and the loss', async () => {
  const before = await exported(figure, 'pattern-learned');
  await figure.getByRole('radio', { name: words.kinds.none }).check();
  await expect
    .poll(() => figure.locator('.loss-sum td').nth(1).innerText(), patience)
    .not.toBe(await figure.locator('.loss-sum td').first().innerText());
  const after = await exported(figure, 'pattern-none');
  expect([...after.data]).not.toEqual([...before.data]);
  await slide(figure, words.shift, 3);
  await expect
    .poll(() => figure.locator('.figure-reads').innerText(), patience)
    .toContain('shifting the text by 2');
});
