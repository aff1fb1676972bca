import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { nounCategories } from '../../src/data/noun-categories.ts';
import { bring, patience, table, type } from './support/figures.ts';
import { type OpenPage, openSite, type Site } from './support/site.ts';

/** Definitions and their categories; and that what is said to decide does decide. */

let site: Site;
let open: OpenPage;
let figure: Locator;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  open = await site.open('/variations/encoder-only');
  figure = await bring(open.page, 'classify');
});
afterEach(() => open.finish());

const says = async () =>
  /says “([^”]+)” with probability/.exec(await figure.locator('.figure-reads').innerText())?.[1];

test('an animal, a food and a person are told apart', async () => {
  expect(await says()).toBe('animal');
  await type(figure, 'a sweet cake with nuts and honey');
  await expect.poll(says, patience).toBe('food');
  await type(figure, 'someone who repairs old clocks');
  await expect.poll(says, patience).toBe('person');
  expect(nounCategories as readonly string[]).toContain(await says());
});

test('attention over the text sums to what the marks leave, and the falls are of this text', async () => {
  const rows = await table(figure);
  const attention = rows.map((row) => Number(row[3]));
  expect(attention.every((weight) => weight >= 0)).toBe(true);
  expect(attention.reduce((sum, weight) => sum + weight, 0)).toBeLessThanOrEqual(1.0001);
  expect(Math.max(...rows.map((row) => Number(row[2])))).toBeGreaterThan(0);
});
