import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { inductionMessages as words } from '../../src/widgets/messages/induction.ts';
import { bring, patience, printed } from './support/figures.ts';
import { type OpenPage, openSite, type Site } from './support/site.ts';

let site: Site;
let open: OpenPage;
let figure: Locator;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  open = await site.open('/transformer/multi-head-attention');
  figure = await bring(open.page, 'induction');
});
afterEach(() => open.finish());

const numbers = (row: number) =>
  figure.locator('.induction-heads tbody tr').nth(row).locator('td').allInnerTexts();
const right = async () => printed(await figure.locator('.induction-right').innerText());

test('the finished model has an induction head; without its partner in layer 1 the repetition is lost', async () => {
  const column = async (at: number) => {
    const values: number[] = [];
    for (let row = 0; row < 8; row++)
      values.push(printed((await numbers(row))[at]?.replace(/[<>] /, '') ?? ''));
    return values;
  };
  const scores = await column(1);
  const best = scores.indexOf(Math.max(...scores));
  expect(scores[best]).toBeGreaterThan(0.8);
  expect(best).toBeGreaterThanOrEqual(4);
  // Its partner in layer 1 is the head that looks at the word before.
  const previous = (await column(0)).slice(0, 4);
  const partner = previous.indexOf(Math.max(...previous));
  const before = await right();
  expect(before).toBeGreaterThan(0.8);
  await figure.getByRole('checkbox', { name: words.switchOff(1, partner + 1) }).check();
  await expect.poll(right, patience).toBeLessThan(before);
});

test('before training nobody has learned it', async () => {
  await figure.getByRole('radio', { name: '0', exact: true }).check();
  await expect.poll(right, patience).toBeLessThan(0.3);
});
