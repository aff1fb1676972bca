import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { bring, patience, printed, table, textOf } from './support/figures.ts';
import { logitsOf, vocabulary } from './support/model-command.ts';
import { type OpenPage, openSite, type Site } from './support/site.ts';

let site: Site;
let open: OpenPage;
let figure: Locator;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  open = await site.open('/transformer/normalization-and-residuals');
  figure = await bring(open.page, 'residual-stream');
});
afterEach(() => open.finish());

const sums = async () => (await figure.locator('.stream-sum td').allInnerTexts()).map(printed);

test('the pushes and the bias add up to the logit, and that is the command’s', async () => {
  const [pushes = 0, bias = 0, logit = 0] = await sums();
  expect(Math.abs(pushes + bias - logit)).toBeLessThan(0.03);
  const about = (
    await figure.locator('.word-buttons').nth(1).locator('[aria-pressed=true]').innerText()
  ).trim();
  const { logits } = await logitsOf(await textOf(figure));
  expect(Math.abs((logits.at(-1)?.[vocabulary.indexOf(about)] ?? 0) - logit)).toBeLessThan(0.03);
});

test('another word is followed, and another asked about', async () => {
  const before = await table(figure);
  await figure.locator('.word-buttons').nth(1).getByRole('button').nth(1).click();
  await expect
    .poll(async () => (await table(figure)).map((row) => row[3]), patience)
    .not.toEqual(before.map((row) => row[3]));
  // What was written does not depend on what is asked about.
  expect((await table(figure)).map((row) => row[1])).toEqual(before.map((row) => row[1]));
  await figure.locator('.word-buttons').first().getByRole('button').nth(3).click();
  await expect
    .poll(async () => (await table(figure)).map((row) => row[1]), patience)
    .not.toEqual(before.map((row) => row[1]));
  const [pushes = 0, bias = 0, logit = 0] = await sums();
  expect(Math.abs(pushes + bias - logit)).toBeLessThan(0.03);
});
