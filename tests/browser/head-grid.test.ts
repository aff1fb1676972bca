import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { headGridMessages as words } from '../../src/widgets/messages/head-grid.ts';
import { bring, exported, patience, printed, table, textOf } from './support/figures.ts';
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
  open = await site.open('/transformer/multi-head-attention');
  figure = await bring(open.page, 'head-grid');
});
afterEach(() => open.finish());

const heads = 4;

test('a map that is walked to is seen large, and is what the command says', async () => {
  const grid = figure.locator('.head-grid-host [role=grid]');
  await grid.focus();
  for (const key of ['ArrowDown', 'ArrowRight', 'ArrowRight']) await grid.press(key);
  await expect.poll(() => figure.locator('.layer-control input:checked').inputValue()).toBe('2');
  await expect.poll(() => figure.locator('.head-control input:checked').inputValue()).toBe('3');
  const name = 'blocks.1.attn.pattern';
  const all = (await probesOf(await textOf(figure), [name]))[name]; // [1, heads, query, key]
  const size = (all?.data.length ?? 0) / heads;
  const own = all?.data.slice(2 * size, 3 * size) ?? [];
  const shown = await exported(figure, 'layer-2-head-3-pattern');
  expect(shown.data.length).toBe(size);
  expect(Math.max(...own.map((value, at) => Math.abs(value - (shown.data[at] ?? 9))))).toBeLessThan(1e-3);
  // The same by the controls.
  await figure.locator('.layer-control').getByRole('radio', { name: '1', exact: true }).check();
  await expect.poll(() => figure.locator('.figure-reads').innerText(), patience).toContain('Layer 1, head 3');
});

test('where the weight falls adds up to one for every head', async () => {
  const rows = await table(figure);
  expect(rows.length).toBe(16);
  for (const row of rows) {
    const sum = row.slice(2).reduce((all, share) => all + (share.startsWith('<') ? 0 : printed(share)), 0);
    expect(Math.abs(sum - 1)).toBeLessThan(0.05);
  }
});

test('links lead from the word that is pressed', async () => {
  await figure.getByRole('radio', { name: words.views.links }).check();
  const word = figure.locator('.word-buttons button').nth(5);
  await word.click();
  expect(await word.getAttribute('aria-pressed')).toBe('true');
  const shown = (await word.innerText()).trim();
  await expect.poll(() => figure.locator('.viz-arcs').getAttribute('aria-label'), patience).toContain(shown);
  expect(await figure.locator('.viz-arcs .word').count()).toBe(6);
});
