import { afterAll, beforeAll, expect, test } from 'vitest';
import { longFilterMessages as words } from '../../src/widgets/messages/long-filter.ts';
import { bring, patience, printed, slide, table } from './support/figures.ts';
import { openSite, type Site } from './support/site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

test('a point moved by keys changes filter and output; both ways to convolve agree; cut short, the model says something else', async () => {
  const { page, finish } = await site.open('/innovations/state-space-models');
  const figure = await bring(page, 'long-filter');
  const before = await table(figure);
  expect(before.length).toBeGreaterThan(20);
  const largest = Math.max(...before.map((row) => Math.abs(printed(row[4] ?? ''))));
  for (const row of before)
    expect(Math.abs(printed(row[4] ?? '') - printed(row[5] ?? ''))).toBeLessThan(1e-5 * Math.max(1, largest));
  // The reader walks to lag 0 of the filter and lifts it.
  const chart = figure.locator('.filter-host [role="grid"]');
  await chart.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+ArrowUp');
  await page.keyboard.press('Shift+ArrowUp');
  await expect.poll(async () => (await table(figure))[0]?.[2], patience).not.toBe(before[0]?.[2]);
  const after = await table(figure);
  expect(after[0]?.[1]).toBe(before[0]?.[1]);
  expect(after.slice(1).map((row) => row[2])).toEqual(before.slice(1).map((row) => row[2]));
  expect(after.map((row) => row[3])).toEqual(before.map((row) => row[3]));
  expect(after.filter((row, at) => row[4] !== before[at]?.[4]).length).toBeGreaterThan(10);
  await figure.getByRole('button', { name: words.undo, exact: true }).click();
  await slide(figure, words.cut, 60);
  for (let press = 0; press < 6; press++)
    await figure.getByRole('slider', { name: words.cut }).press('PageDown');
  await expect.poll(() => figure.locator('.figure-reads').innerText(), patience).toContain('changed filter');
  await finish();
});
