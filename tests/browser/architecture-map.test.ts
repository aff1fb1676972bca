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

test('every model of the family opens, from the first to the last, and says what it is', async () => {
  const rows = await table(figure);
  const buttons = figure.locator('.family-nodes button');
  expect(await buttons.allInnerTexts()).toEqual(rows.map((row) => row[1]));
  const facts = figure.locator('.family-grid > div .quiet-note');
  for (const [at, [, name, layers, width]] of rows.entries()) {
    await buttons.nth(at).click();
    await expect
      .poll(() => figure.locator('.figure-reads').innerText(), patience)
      .toMatch(new RegExp(`${name}: (after|[\\d,]+ parameters)`));
    await inState(figure, ['ready']);
    expect(await facts.innerText()).toMatch(new RegExp(` ${layers} layers of .*, width ${width}$`));
    // The parameters were counted in what was fetched.
    expect(Number((await facts.innerText()).replaceAll(',', '').split(' ')[0])).toBeGreaterThan(10_000);
  }
});
