import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { bring, exported, patience, table } from './support/figures.ts';
import { type OpenPage, openSite, type Site } from './support/site.ts';

/** Sentences as points: cosines that are cosines, and a plane that has a point a sentence. */

let site: Site;
let open: OpenPage;
let figure: Locator;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  open = await site.open('/variations/encoder-only');
  figure = await bring(open.page, 'sentence-space');
});
afterEach(() => open.finish());

test('the map is symmetric with ones on its diagonal, and the same words lie near each other', async () => {
  const { shape, data } = await exported(figure, 'cosines');
  const [count = 0] = shape;
  const at = (row: number, column: number) => data[row * count + column] ?? Number.NaN;
  for (let row = 0; row < count; row++) {
    expect(at(row, row)).toBeCloseTo(1, 5);
    for (let column = 0; column < count; column++) expect(at(row, column)).toBeCloseTo(at(column, row), 5);
  }
  // `mia gives the red ball to tom` and the other way round are nearer than either is to a garden.
  expect(at(4, 5)).toBeGreaterThan(at(4, 6));
});

test('another sentence is another point', async () => {
  const before = (await table(figure)).length;
  const field = figure.getByRole('textbox');
  await field.focus();
  await field.press('Control+End');
  await field.pressSequentially('\nrosa has a pink boat .');
  await expect.poll(async () => (await table(figure)).length, patience).toBe(before + 1);
});
