import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { tokenizerMessages as words } from '../../src/widgets/messages/tokenizer.ts';
import { bring, patience, slide, table, type } from './support/figures.ts';
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
  figure = await bring(open.page, 'tokenizer');
});
afterEach(() => open.finish());

const ids = async () => (await table(figure)).map((row) => row[2]);

test('cuts what is typed as GPT-2 does, and into bytes without any merge', async () => {
  await type(figure, 'Hello world');
  await expect.poll(ids, patience).toEqual(['15496', '995']);
  await slide(figure, words.merges, 0);
  await expect.poll(async () => (await ids()).length, patience).toBe('Hello world'.length);
});

test('a piece that is pressed tells how it was made; Toytown does not know what it does not know', async () => {
  await type(figure, 'tom xylophone');
  await figure.locator('.pieces-host button').first().click();
  await expect.poll(() => figure.locator('.piece-facts').innerText(), patience).toMatch(/joined by merge/);
  await figure.getByRole('radio', { name: words.kinds.toytown }).check();
  await expect.poll(() => figure.locator('.pieces-host .is-unknown').count(), patience).toBe(1);
});
