import { afterAll, beforeAll, expect, test } from 'vitest';
import { attentionMapMessages } from '../../src/widgets/messages/attention-map.ts';
import { labMessages } from '../../src/widgets/messages/lab.ts';
import { learningCurveMessages } from '../../src/widgets/messages/learning-curve.ts';
import { nextTokenMessages } from '../../src/widgets/messages/next-token.ts';
import { bring, inState, patience, printed, slide, textOf, type } from './support/figures.ts';
import { bench, passes, press } from './support/lab.ts';
import { type LongestTask, longestTask, watchLongTasks } from './support/main-thread.ts';
import { openSite, type Site } from './support/site.ts';

/**
 * Models run beside the page and not in it. What counts is the time that a task of the page takes of the processor: how long it
 * waits for its turn says something of the machine and of what else runs there.
 */

const bar = 50; // ms
let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

function holds(what: string, { elapsed, worked, tasks, observed }: LongestTask): void {
  console.log(
    `${what}: of ${tasks} tasks of the main thread the longest worked ${worked.toFixed(1)} ms, ${elapsed.toFixed(1)} ms from beginning to end; the page's observer saw ${observed.length} over 50 ms${observed.length === 0 ? '' : `, the longest ${Math.max(...observed).toFixed(0)} ms`}`,
  );
  expect(tasks).toBeGreaterThan(100);
  expect(worked).toBeGreaterThan(0);
  expect(worked).toBeLessThan(bar);
}

test('while a reader types and slides, and a model answers', async () => {
  const { page, finish } = await site.open('/introduction', { init: watchLongTasks });
  const figure = await bring(page, 'next-token');
  const text = await textOf(figure);
  holds(
    'typing',
    await longestTask(site.browser, page, async () => {
      await type(figure, `${text} a red ball . tom wants the`);
      await slide(figure, nextTokenMessages.temperature, 2);
      await slide(figure, nextTokenMessages.topK, 8);
      await page.waitForTimeout(1000);
    }),
  );
  await finish();
});

test('while a map follows a slider, the pointer and a longer text', async () => {
  const { page, finish } = await site.open('/transformer/self-attention', { init: watchLongTasks });
  const figure = await bring(page, 'attention-map');
  const text = await textOf(figure);
  holds(
    'the attention map',
    await longestTask(site.browser, page, async () => {
      await slide(figure, attentionMapMessages.scale, 3);
      const cells = figure.locator('.viz-matrix g.cells rect');
      for (const index of [0, 20, 60, 100]) await cells.nth(index).hover();
      await figure.locator('.head-control').getByRole('radio', { name: '2', exact: true }).check();
      await page.waitForTimeout(1000);
    }),
  );
  // As long as the model reads: the map has as many cells as it can have.
  const field = figure.getByRole('textbox', { name: /^Text/ });
  await field.fill(Array.from({ length: 8 }, () => text).join(' . '));
  await expect
    .poll(() => figure.locator('.viz-matrix').getAttribute('aria-rowcount').then(Number), patience)
    .toBeGreaterThan(100);
  holds(
    'the largest attention map',
    await longestTask(site.browser, page, async () => {
      await slide(figure, attentionMapMessages.scale, 2);
      await field.press('End');
      await field.pressSequentially(' and');
      await page.waitForTimeout(1000);
    }),
  );
  await finish();
});

test('while a model trains', async () => {
  const { page, finish } = await site.open('/introduction', { init: watchLongTasks });
  const figure = await bring(page, 'learning-curve');
  await figure.getByRole('button', { name: learningCurveMessages.train }).click();
  await inState(figure, ['running']);
  const step = async () =>
    Number(
      /Your run stands at step ([\d,]+)/
        .exec(await figure.locator('.figure-reads').innerText())?.[1]
        ?.replaceAll(',', '') ?? 0,
    );
  await expect.poll(step, patience).toBeGreaterThan(0);
  holds(
    'training',
    await longestTask(site.browser, page, async () => {
      const before = await step();
      await expect.poll(step, patience).toBeGreaterThan(before + 10);
      await page.waitForTimeout(3000);
    }),
  );
  await finish();
});

test('while the cover writes', async () => {
  const { page, finish } = await site.open('/', { init: watchLongTasks });
  const figure = await bring(page, 'cover-writer', ['running']);
  holds('writing', await longestTask(site.browser, page, () => page.waitForTimeout(6000)));
  await inState(figure, ['running', 'ready']);
  await finish();
});

test('while two runs of the Lab train, share the machine, and a reader types and scrolls elsewhere', async () => {
  const query = 'lab=1~layers:2~width:32~steps:2000';
  const { page, finish } = await site.open('/lab', { backend: 'wasm', query, init: watchLongTasks });
  const lab = await bench(page);
  await press(lab, labMessages.train);
  await passes(lab, 5);
  await press(lab, labMessages.newRun);
  await passes(lab, 5);
  holds(
    'the Lab itself',
    await longestTask(site.browser, page, async () => {
      await slide(lab, labMessages.sizes.layers, 4);
      await page.mouse.wheel(0, 400);
      await page.waitForTimeout(2000);
    }),
  );
  const steps = () =>
    lab
      .locator('[data-run] td:nth-of-type(3)')
      .allInnerTexts()
      .then((all) => all.map(printed));
  const before = await steps();
  await page.waitForTimeout(3000);
  const done = (await steps()).map((step, run) => step - (before[run] ?? 0));
  expect(Math.min(...done)).toBeGreaterThan(Math.max(...done) / 2);

  await page.evaluate(() => history.pushState(null, '', '/introduction/'));
  const figure = await bring(page, 'next-token');
  holds(
    'a chapter beside the Lab',
    await longestTask(site.browser, page, async () => {
      await type(figure, `${await textOf(figure)} a red ball`);
      await page.mouse.wheel(0, 800);
      await page.waitForTimeout(2000);
    }),
  );
  await finish();
});
