import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { labMessages as words } from '../../src/widgets/messages/lab.ts';
import { bring, patience } from './support/figures.ts';
import { openSite, type Site } from './support/site.ts';
import { until } from './support/until.ts';

/** The Lab, as a reader uses it. */

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

const press = (figure: Locator, name: string) => figure.getByRole('button', { name, exact: true }).click();
const bench = (page: Page) => bring(page, 'lab', ['ready', 'running']);

/** The mean of its last ten losses, unrounded. */
const lossOf = async (figure: Locator, run: string): Promise<number> =>
  Number(await figure.locator(`[data-run="${run}"] [data-loss]`).getAttribute('data-loss'));

const statusOf = (figure: Locator, run: string) =>
  figure.locator(`[data-run="${run}"]`).getAttribute('data-status');

const reaches = (figure: Locator, run: string, status: string) =>
  until(
    `run ${run} is ${status}`,
    () => statusOf(figure, run),
    (found) => found === status,
  );

const stepOf = async (figure: Locator): Promise<number> =>
  Number(await figure.locator('.lab-facts [data-step]').getAttribute('data-step'));

test('a run that a reload breaks goes on where it was saved, and ends as an unbroken one', async () => {
  const query = 'lab=1~layers:1~width:16~heads:2~rows:4~steps:300~rate:-20';
  const { page, finish } = await site.open('/lab', { backend: 'wasm', query });
  let figure = await bench(page);
  await press(figure, words.train);
  await until(
    'it has trained for a while',
    () => stepOf(figure),
    (step) => step > 60,
  );
  const early = await lossOf(figure, 'A');
  await page.reload();

  figure = await bench(page);
  await reaches(figure, 'A', 'paused');
  const stands = await stepOf(figure);
  expect(stands).toBeGreaterThan(0);
  expect(stands).toBeLessThan(300);
  await press(figure, words.resume);
  await reaches(figure, 'A', 'done');
  const broken = await lossOf(figure, 'A');
  expect(broken).toBeLessThan(early);

  await press(figure, words.newRun);
  await reaches(figure, 'B', 'done');
  expect(Math.abs((await lossOf(figure, 'B')) - broken)).toBeLessThan(1e-6);
  expect(await figure.locator('.viz-walk .run').count()).toBeGreaterThanOrEqual(2);
  await finish();
});

test('what cannot be used or trained ends in a sentence', async () => {
  const query = 'lab=1~architecture:gpt9~width:99999~heads:3';
  const { page, finish } = await site.open('/lab', { query });
  const figure = await bench(page);
  await expect
    .poll(() => figure.locator('.figure-notice').innerText(), patience)
    .toContain('Width must be between 8 and 256');
  await expect.poll(() => figure.locator('.lab-cost').innerText(), patience).toContain(words.cannot);
  expect(await figure.getByRole('button', { name: words.train, exact: true }).isDisabled()).toBe(true);
  await figure.getByRole('slider', { name: words.sizes.heads, exact: true }).fill('4');
  await expect
    .poll(() => figure.locator('[data-parameters]').getAttribute('data-parameters'), patience)
    .toBe('103296');
  await finish();
});
