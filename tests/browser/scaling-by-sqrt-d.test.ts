import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { scalingBySqrtDMessages as words } from '../../src/widgets/messages/scaling-by-sqrt-d.ts';
import { bring, patience, printed, slide, table } from './support/figures.ts';
import { type OpenPage, openSite, type Site } from './support/site.ts';

let site: Site;
let open: OpenPage;
let figure: Locator;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  open = await site.open('/transformer/self-attention');
  figure = await bring(open.page, 'scaling-by-sqrt-d');
});
afterEach(() => open.finish());

const rowOf = async (size: number) =>
  ((await table(figure)).find((row) => row[0] === String(size)) ?? []).map(printed);

test('at 512 the entropy is nearly gone without the scale, and nearly whole with it (C1)', async () => {
  const [, scaled = 0, unscaled = 1] = await rowOf(512);
  expect(unscaled).toBeLessThan(0.1);
  expect(scaled).toBeGreaterThan(0.8);
  // And with it what could be learned.
  const [, , , gradient = 0, lost = 1] = await rowOf(1024);
  expect(gradient).toBeGreaterThan(lost);
});

test('the slider and other vectors change what is read', async () => {
  const reads = () => figure.locator('.figure-reads').innerText();
  const before = await reads();
  await slide(figure, words.size, 0);
  await expect.poll(reads, patience).toContain('d = 4');
  expect(await reads()).not.toBe(before);
  const numbers = await table(figure);
  await figure.getByRole('button', { name: words.another }).click();
  await expect.poll(() => table(figure), patience).not.toEqual(numbers);
});
