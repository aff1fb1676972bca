import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { architectureSwitchesMessages as words } from '../../src/widgets/messages/architecture-switches.ts';
import { barsOf, bring, patience, saysWeight, table } from './support/figures.ts';
import { nextWords } from './support/model-command.ts';
import { type OpenPage, openSite, type Site } from './support/site.ts';

/** From GPT-2 to Mamba: a line is the config above it with one choice made anew. */

let site: Site;
let open: OpenPage;
let figure: Locator;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  open = await site.open('/variations');
  figure = await bring(open.page, 'architecture-switches');
});
afterEach(() => open.finish());

const line = (name: RegExp) => figure.getByRole('option', { name });
const sentence = () => figure.locator('.figure-reads').innerText();

test('the gate adds a third matrix, and sharing keys leaves a quarter of the cache', async () => {
  const rows = await table(figure);
  const row = (label: string) => rows.findIndex(([name]) => name?.startsWith(label));
  const parameters = (at: number) => Number(rows[at]?.[2]);
  const gate = row('a gate');
  // With a bias for each of its outputs, at this step.
  expect(parameters(gate) - parameters(gate - 1)).toBe(4 * (96 * 384 + 384));
  const shared = row('shared keys');
  expect(Number(rows[shared]?.[4])).toBe(Number(rows[shared - 1]?.[4]) / 4);
  await line(/^shared keys/).click();
  await expect.poll(sentence, patience).toContain('768 bytes for the first');
  expect(await figure.locator('.switches-change').innerText()).toContain('of its group');
});

test('where a trained model stands on the way, it reads the text; elsewhere nothing is pretended', async () => {
  await line(/^rotary positions/).click();
  await expect.poll(() => figure.locator('.switches-trained').innerText(), patience).toBe(words.untrained);
  expect(await figure.locator('.switches-bars svg').count()).toBe(0);
  await line(/^GPT-2/).click();
  const expected = await nextWords(words.defaultText);
  await expect.poll(async () => (await barsOf(figure)).length, patience).toBeGreaterThan(0);
  for (const { token, number } of await barsOf(figure))
    expect([token, saysWeight(number, expected.get(token) ?? Number.NaN)]).toEqual([token, true]);
  expect(await figure.getAttribute('data-state')).toBe('ready');
});

test('arrows and Enter choose a line', async () => {
  const list = figure.getByRole('listbox');
  await list.focus();
  await list.press('End');
  await list.press('Enter');
  await expect.poll(sentence, patience).toContain('Mamba');
  expect(await sentence()).toContain('no more of a longer one');
  // A Mamba ships, of another size than this step: the figure says where it works, and draws none of it here.
  expect(await figure.locator('.switches-trained').innerText()).toBe(words.elsewhere.mamba);
  expect(await figure.locator('.switches-bars svg').count()).toBe(0);
});
