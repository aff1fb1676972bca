import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { threeFormsMessages as words } from '../../src/widgets/messages/three-forms.ts';
import { bring, exported, patience, printed, slide, table } from './support/figures.ts';
import { type OpenPage, openSite, type Site } from './support/site.ts';

let site: Site;
let open: OpenPage;
let figure: Locator;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  open = await site.open('/innovations/state-space-models');
  figure = await bring(open.page, 'three-forms');
});
afterEach(() => open.finish());

/** How far the three forms and the model lie apart, and how large the numbers are. */
async function spread(): Promise<{ apart: number; size: number }> {
  const rows = (await table(figure)).map((row) => row.slice(1).map(printed));
  return {
    apart: Math.max(...rows.map((row) => Math.max(...row) - Math.min(...row))),
    size: Math.max(...rows.flat().map(Math.abs)),
  };
}

test('the three forms say what the model says, in another channel too; the matrix is zero above its diagonal', async () => {
  const first = await spread();
  expect(first.apart).toBeLessThan(1e-4 * first.size);
  const before = (await table(figure))[71];
  await slide(figure, words.channel, 72);
  await expect.poll(async () => (await table(figure))[71], patience).not.toEqual(before);
  const other = await spread();
  expect(other.apart).toBeLessThan(1e-4 * other.size);
  const { shape, data } = await exported(figure, 'matrix');
  const [rows = 0] = shape;
  expect(data.every((value, at) => at % rows <= Math.floor(at / rows) || value === 0)).toBe(true);
  expect(data.some((value) => value !== 0)).toBe(true);
});
