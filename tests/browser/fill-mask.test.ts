import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { fillMaskMessages as words } from '../../src/widgets/messages/fill-mask.ts';
import { bring, patience, saysWeight, table } from './support/figures.ts';
import { nextWords } from './support/model-command.ts';
import { type OpenPage, openSite, type Site } from './support/site.ts';

/** Words hidden and found again: by an encoder, and by a decoder that sees what stands before. */

let site: Site;
let open: OpenPage;
let figure: Locator;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  open = await site.open('/variations/encoder-only');
  figure = await bring(open.page, 'fill-mask');
});
afterEach(() => open.finish());

const word = (place: number) => figure.locator('.fill-words button').nth(place - 1);
const text = words.defaultText.split(' ');

test('the first name is known from both sides, and from before it is not', async () => {
  await word(1).click();
  await expect.poll(async () => (await table(figure)).map((row) => Number(row[1])), patience).toContain(1);
  const row = (await table(figure)).find(([, place]) => place === '1') ?? [];
  expect(row.slice(0, 3)).toEqual([text[0], '1', text[0]]);
  expect(Number(row[3]?.replace(/[<>] /, ''))).toBeGreaterThan(0.5);
  // What the decoder says there is what it says of any story.
  const own = (await nextWords('')).get(text[0] ?? '') ?? Number.NaN;
  expect(saysWeight(row[5] ?? '', own)).toBe(true);
  expect(own).toBeLessThan(0.2);
});

test('a hidden word can be shown again, and each word hidden alone is more than the decoder finds', async () => {
  const count = async () => (await table(figure)).length;
  const before = await count();
  await word(3).click();
  await expect.poll(count, patience).toBe(before + 1);
  await word(3).click();
  await expect.poll(count, patience).toBe(before);
  const numbers = await figure.locator('.two-rows .number').allTextContents();
  const [both = 0, , left = 0] = numbers.map((number) => Number.parseFloat(number));
  expect(both).toBeGreaterThan(left + 0.1 * text.length);
});
