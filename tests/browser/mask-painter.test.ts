import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { maskPainterMessages as words } from '../../src/widgets/messages/mask-painter.ts';
import { bring, patience } from './support/figures.ts';
import { type OpenPage, openSite, type Site } from './support/site.ts';

/** Masks painted over trained models: what they can still do. */

let site: Site;
let open: OpenPage;
let figure: Locator;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  open = await site.open('/variations');
  figure = await bring(open.page, 'mask-painter');
});
afterEach(() => open.finish());

/** Right words as trained and under the mask, and the two losses, as the sentence has them. */
async function scores() {
  const sentence = await figure.locator('.figure-reads').innerText();
  const [trained, , painted, before, after] = (sentence.match(/\d+(\.\d+)?/g) ?? []).map(Number);
  return { trained, painted, before, after };
}
const choose = (name: string) => figure.getByRole('radio', { name, exact: true }).check();

test('under its own mask a model is as it was', async () => {
  const { trained, painted, before, after } = await scores();
  expect(painted).toBe(trained);
  expect(after).toBe(before);
});

test('a decoder that sees itself alone loses the story', async () => {
  await expect.poll(async () => (await scores()).trained ?? 0, patience).toBeGreaterThan(0);
  const { trained = 0, before = 0 } = await scores();
  await choose(words.patternName('itself'));
  await expect.poll(async () => (await scores()).painted, patience).toBeLessThan(trained);
  expect((await scores()).after ?? 0).toBeGreaterThan(before + 0.2);
});

test('paint the causal mask over BERT: its accuracy falls', async () => {
  await choose(words.modelName('bert-toytown'));
  await expect
    .poll(async () => {
      const { trained, painted } = await scores();
      return (trained ?? 0) > 0 && trained === painted;
    }, patience)
    .toBe(true);
  const { trained = 0 } = await scores();
  await choose(words.patternName('causal'));
  await expect.poll(async () => (await scores()).painted, patience).toBeLessThan(trained);
});

test('a square is opened and closed by pointer and by key', async () => {
  const note = figure.locator('.painter-grid .figure-note');
  const openSquares = async () => Number(/^(\d+) of/.exec(await note.innerText())?.[1]);
  const before = await openSquares();
  // An empty square has no ink to be hit: it is pressed where it lies.
  const square = await figure.locator('.viz-mask-grid g.cells rect').nth(3).boundingBox();
  if (!square) throw new Error('There is no square.');
  await open.page.mouse.click(square.x + square.width / 2, square.y + square.height / 2);
  await expect.poll(openSquares, patience).toBe(before + 1);
  await figure.locator('.viz-mask-grid').press('Space');
  await expect.poll(openSquares, patience).toBe(before);
});
