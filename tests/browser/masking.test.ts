import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { maskingMessages as words } from '../../src/widgets/messages/masking.ts';
import { bring, patience, slide, table, type } from './support/figures.ts';
import { type OpenPage, openSite, type Site } from './support/site.ts';

/** Gaps that come back and gaps that do not, and an encoder that doubts what it can see. */

let site: Site;
let open: OpenPage;
let figure: Locator;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  open = await site.open('/variations/encoder-only');
  figure = await bring(open.page, 'masking');
});
afterEach(() => open.finish());

const sets = async () =>
  Number(/with (\d+) different/.exec(await figure.locator('.figure-reads').innerText())?.[1]);

test('static gaps come back, dynamic ones do not; the shares are what was asked for', async () => {
  expect(await sets()).toBeLessThanOrEqual(2);
  await figure.getByRole('radio', { name: words.kindName.dynamic, exact: true }).check();
  await expect.poll(sets, patience).toBeGreaterThan(3);
  await slide(figure, words.masked, 100);
  const shares = () => figure.locator('.figure-note').first().innerText();
  await expect.poll(shares, patience).toContain(' 0 replaced, 0 left');
});

test('a word that does not belong there is doubted, though it can be seen', async () => {
  const wrong = words.defaultText.replace('it to him', 'it to her');
  await type(figure, wrong);
  const place = wrong.split(' ').indexOf('her');
  await expect.poll(async () => (await table(figure))[place]?.[0], patience).toBe('her');
  await expect.poll(async () => (await table(figure))[place]?.[2], patience).toBe('him');
});
