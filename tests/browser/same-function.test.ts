import { afterAll, beforeAll, expect, test } from 'vitest';
import { sameFunctionMessages as words } from '../../src/widgets/messages/same-function.ts';
import { bring, patience, table, type } from './support/figures.ts';
import { openSite, type Site } from './support/site.ts';
import { answerTask } from './support/task.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

test('tiles cost nothing however small; a window costs the more, the narrower it is; few bits change the loss the more, the fewer they are; neither does as much as the window', async () => {
  const { page, finish } = await site.open('/future');
  const figure = await bring(page, 'same-function');
  const more = async () => (await table(figure)).map((row) => Number(row[3]));
  const strong = await more();
  expect(Math.abs(strong[0] ?? 1)).toBeLessThan(1e-4);
  await figure.getByRole('radio', { name: words.strengthName('mild'), exact: true }).check();
  // Of one short text the change may also be a gain, by luck: what tells is how large it is.
  const size = (values: readonly number[], at: number) => Math.abs(values[at] ?? Number.NaN);
  await expect.poll(async () => size(await more(), 3), patience).toBeLessThan(size(strong, 3) / 2);
  const mild = await more();
  expect(size(mild, 0)).toBeLessThan(1e-4);
  expect(strong[1] ?? 0).toBeGreaterThan(mild[1] ?? 0);
  for (const at of [2, 3]) expect(size(strong, at)).toBeLessThan(size(strong, 1));
  await finish();
});

test('the window costs nothing until a word needs what is out of sight: where the figure shows it, the exercise is solved', async () => {
  const { page, finish } = await site.open('/future', { query: 'same-function=1~strength:mild' });
  const figure = await bring(page, 'same-function');
  const story = words.defaultText.split(' ');
  const window = async () => Math.abs(Number((await table(figure))[1]?.[3]));
  await type(figure, story.slice(0, 20).join(' '));
  await expect.poll(window, patience).toBeLessThan(1e-4);
  await type(figure, story.slice(0, 21).join(' '));
  await expect.poll(window, patience).toBeGreaterThan(1e-3);
  expect(await answerTask(page, 'words-under-the-window', 21)).toMatch(/^Not yet\. .+; asked: not at all\.$/);
  expect(await answerTask(page, 'words-under-the-window', 20)).toMatch(/^Right\./);
  await finish();
});
