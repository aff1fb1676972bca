import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { domainNames, routerMessages as words } from '../../src/widgets/messages/router.ts';
import { bring, patience, printed, slide, table, textOf } from './support/figures.ts';
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
  open = await site.open('/innovations/mixture-of-experts');
  figure = await bring(open.page, 'router');
});
afterEach(() => open.finish());

const lossNow = async () => printed(await figure.locator('.router-loss').innerText());

test('smaller experts turn more tokens away and the texts lose more; another kind of text meets other experts', async () => {
  const before = await table(figure);
  expect(before).toHaveLength((await textOf(figure)).split(/\s+/).length);
  const turnedAway = (rows: readonly string[][]) => rows.filter((row) => row[3] === words.taken.false).length;
  const loss = await lossNow();
  await slide(figure, words.capacity, 0.25);
  await expect.poll(lossNow, patience).toBeGreaterThan(loss + 0.05);
  await expect
    .poll(async () => turnedAway(await table(figure)), patience)
    .toBeGreaterThan(turnedAway(before));
  const routes = (rows: readonly string[][]) => new Set(rows.map((row) => row[1]));
  await figure.getByRole('button', { name: domainNames.brackets, exact: true }).click();
  await expect.poll(async () => (await table(figure))[1]?.[0], patience).toBe('{');
  expect((await table(figure))[0]?.[0]).toBe('<brackets>');
  expect(routes(await table(figure))).not.toEqual(routes(before));
});

test('who makes the experts larger until neither layer turns a token away has solved the exercise, and is told how far it is before', async () => {
  const lostIn = async (layer: number) => {
    await figure.getByRole('radio', { name: String(layer), exact: true }).check();
    return printed((await figure.locator('.loss-sum td').first().innerText()).split(' ')[0] ?? '');
  };
  const inBoth = async () => (await lostIn(1)) + (await lostIn(2));
  await expect.poll(inBoth, patience).toBe(4);
  expect(await answerTask(open.page, 'room-for-all', 1.25)).toMatch(/^Not yet\. .*4 tokens; asked: none\.$/);
  await slide(figure, words.capacity, 1.5);
  await expect.poll(inBoth, patience).toBe(0);
  expect(await answerTask(open.page, 'room-for-all', 1.5)).toMatch(
    /^Right\. .*0 tokens, at 1\.25 it is 4\.$/,
  );
});
