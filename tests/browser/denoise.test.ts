import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { denoiseMessages as words } from '../../src/widgets/messages/denoise.ts';
import { bring, inState, patience, table } from './support/figures.ts';
import { type OpenPage, openSite, type Site } from './support/site.ts';

/** Damage done and undone. */

let site: Site;
let open: OpenPage;
let figure: Locator;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  open = await site.open('/variations/encoder-decoder');
  figure = await bring(open.page, 'denoise');
});
afterEach(() => open.finish());

const text = words.defaultText.split(' ');
const choose = (name: string) => figure.getByRole('radio', { name, exact: true }).check();
const readWords = () => figure.locator('.denoise-words').first().locator('li').count();

test('each kind of damage leaves what it should, and the model writes a text again', async () => {
  await choose(words.damageName('token masking'));
  await expect.poll(readWords, patience).toBe(text.length);
  await inState(figure, ['ready']);
  const rows = await table(figure);
  expect(rows.map(([, wanted]) => wanted).slice(0, text.length)).toEqual(text);
  // Of a story whose words determine each other most come back.
  const right = rows.filter(([, wanted, was]) => wanted === was).length;
  expect(right).toBeGreaterThan(0.7 * text.length);
  await choose(words.damageName('token deletion'));
  await expect.poll(readWords, patience).toBe(text.length - Math.round(0.15 * text.length));
  await choose(words.damageName('document rotation'));
  await expect.poll(readWords, patience).toBe(text.length);
});

test('another seed does other damage', async () => {
  const read = () => figure.locator('.denoise-words').first().innerText();
  const before = await read();
  await figure.getByRole('button', { name: words.otherSeed }).click();
  await expect.poll(read, patience).not.toBe(before);
});
