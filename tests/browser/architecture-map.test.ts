import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { architectureMapMessages as words } from '../../src/widgets/messages/architecture-map.ts';
import { barsOf, bring, saysWeight, table } from './support/figures.ts';
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

test('the open model says what the command says; what does not ship cannot be pressed', async () => {
  const expected = await nextWords(words.defaultText);
  for (const { token, number } of await barsOf(figure))
    expect([token, saysWeight(number, expected.get(token) ?? Number.NaN)]).toEqual([token, true]);
  const rows = await table(figure);
  const buttons = figure.locator('.family-nodes button');
  expect(await buttons.count()).toBe(rows.length);
  for (const [at, row] of rows.entries())
    expect([row[1], await buttons.nth(at).isDisabled()]).toEqual([row[1], row[4] === words.notYet]);
});
