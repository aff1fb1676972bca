import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { sadStory } from '../../src/widgets/graders/story.ts';
import { bring, patience, table, textOf, type } from './support/figures.ts';
import { nextWords } from './support/model-command.ts';
import { type OpenPage, openSite, type Site } from './support/site.ts';
import { answerTask } from './support/task.ts';

let site: Site;
let open: OpenPage;
let figure: Locator;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  open = await site.open('/transformer');
  figure = await bring(open.page, 'logit-lens');
});
afterEach(() => open.finish());

test('the last row is what the model says, the first knows the last word alone', async () => {
  const text = await textOf(figure);
  const expected = [...(await nextWords(text))].sort((a, b) => b[1] - a[1])[0];
  const rows = await table(figure);
  expect(rows.at(-1)?.at(-1)?.split(' ')[0]).toBe(expected?.[0]);
  const embedding = rows.at(-1)?.[1];
  // Another story of the same length that ends in the same word.
  await type(figure, text.replaceAll('leo', 'tom').replaceAll('rosa', 'mia'));
  await expect.poll(async () => (await table(figure)).at(-1)?.at(-1), patience).toMatch(/^mia /);
  expect((await table(figure)).at(-1)?.[1]).toBe(embedding);
});

test('a cell that is walked to is read out, with its bars', async () => {
  const before = await figure.locator('.lens-bars-title').innerText();
  const grid = figure.locator('.lens-host [role=grid]');
  await grid.focus();
  await grid.press('Home');
  await expect.poll(() => figure.locator('.lens-bars-title').innerText(), patience).not.toBe(before);
});

test('the exercise asks about another story: what the prediction said is not its answer, the figure has it', async () => {
  expect(await textOf(figure)).not.toBe(sadStory);
  expect(await answerTask(open.page, 'when-it-knows', 3)).toMatch(/^Not yet\. .+\.$/);
  await type(figure, sadStory);
  await expect.poll(async () => (await table(figure)).at(-1)?.at(-1), patience).toMatch(/^nothing /);
  const last =
    (await table(figure))
      .at(-1)
      ?.slice(1)
      .map((cell) => cell.split(' ')[0]) ?? [];
  const since = last.length - 1 - [...last].reverse().findIndex((word) => word !== 'nothing') + 1;
  expect(await answerTask(open.page, 'when-it-knows', since)).toMatch(/^Right\./);
});
