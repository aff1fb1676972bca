import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { neuronsMessages as words } from '../../src/widgets/messages/neurons.ts';
import { barsOf, bring, exported, patience, slide, table, textOf } from './support/figures.ts';
import { probesOf } from './support/model-command.ts';
import { type OpenPage, openSite, type Site } from './support/site.ts';

let site: Site;
let open: OpenPage;
let figure: Locator;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  open = await site.open('/transformer/feed-forward');
  figure = await bring(open.page, 'neurons');
});
afterEach(() => open.finish());

test('what a neuron gives is what the command says, and set by hand it changes what comes next', async () => {
  const name = 'blocks.1.mlp.post';
  const expected = (await probesOf(await textOf(figure), [name]))[name];
  const shown = await exported(figure, 'layer-2-post');
  const apart = (expected?.data ?? [9]).map((value, at) => Math.abs(value - (shown.data[at] ?? 9)));
  expect(Math.max(...apart)).toBeLessThan(1e-3);
  const before = await barsOf(figure);
  await figure.getByRole('checkbox', { name: words.set }).check();
  await slide(figure, words.value, 30);
  await expect.poll(() => barsOf(figure), patience).not.toEqual(before);
  await figure.getByRole('checkbox', { name: words.set }).uncheck();
  await expect.poll(() => barsOf(figure), patience).toEqual(before);
});

test('another neuron has other places at which it gives the most, in order', async () => {
  const before = await table(figure);
  const values = before.map((row) => Number((row[0] ?? '').replace('\u2212', '-')));
  expect(values).toEqual([...values].sort((a, b) => b - a));
  await slide(figure, words.neuron, 9);
  await expect.poll(() => table(figure), patience).not.toEqual(before);
});
