import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { architectureMapMessages as words } from '../../src/widgets/messages/architecture-map.ts';
import { barsOf, bring, inState, patience, saysWeight, table } from './support/figures.ts';
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
  open = await site.open('/introduction');
  figure = await bring(open.page, 'architecture-map');
});
afterEach(() => open.finish());

test('the open model says what the command says', async () => {
  const expected = await nextWords(words.defaultText);
  for (const { token, number } of await barsOf(figure))
    expect([token, saysWeight(number, expected.get(token) ?? Number.NaN)]).toEqual([token, true]);
});

test('every model of the family opens, from the first to the last, and a decoder of stories says another next word’s chance', async () => {
  const rows = await table(figure);
  const buttons = figure.locator('.family-nodes button');
  expect(await buttons.allInnerTexts()).toEqual(rows.map((row) => row[1]));
  const said = new Set<string>();
  for (const [at, row] of rows.entries()) {
    await buttons.nth(at).click();
    const begins = `${row[1]}: `;
    await expect.poll(() => figure.locator('.figure-reads').innerText(), patience).toContain(begins);
    await inState(figure, ['ready']);
    said.add((await figure.locator('.figure-reads').innerText()).split(begins)[1] ?? '');
  }
  // No two models have the same sizes, or the same chance of the next word to three digits.
  expect(said.size).toBe(rows.length);
});
