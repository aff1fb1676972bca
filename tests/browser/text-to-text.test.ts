import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { bring, patience, table, type } from './support/figures.ts';
import { type OpenPage, openSite, type Site } from './support/site.ts';

/** The first word says what is to be done. */

let site: Site;
let open: OpenPage;
let figure: Locator;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  open = await site.open('/variations/encoder-decoder');
  figure = await bring(open.page, 'text-to-text');
});
afterEach(() => open.finish());

const answerTo = async (prefix: string) => (await table(figure)).find(([own]) => own === prefix)?.[1];

test('the answer follows the story', async () => {
  await expect.poll(() => answerTo('answer:'), patience).toBe('mia');
  await type(figure, 'who has the red ball ? tom has a red ball . mia has nothing .');
  await expect.poll(() => answerTo('answer:'), patience).toBe('tom');
});

test('the same words are translated and put right after another first word', async () => {
  await type(figure, 'mia has two red ball .');
  await expect.poll(() => answerTo('correct:'), patience).toBe('mia has two red balls .');
});
