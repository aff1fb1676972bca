import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changesMessages } from '../../src/widgets/messages/changes.ts';
import { interventionsMessages as words } from '../../src/widgets/messages/interventions.ts';
import { barsOf, bring, inState, patience, type } from './support/figures.ts';
import { openSite, type Site } from './support/site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

const bars = async (figure: Locator) =>
  (await barsOf(figure)).map(({ token, number }) => `${token} ${number}`).join();
const choose = (figure: Locator, label: string, value: string) =>
  figure.getByLabel(label, { exact: true }).selectOption(value);
const press = (figure: Locator, name: string) => figure.getByRole('button', { name, exact: true }).click();
const undoAll = async (figure: Locator) => {
  const undo = figure.getByRole('button', { name: new RegExp(`^${changesMessages.remove('')}`) });
  while ((await undo.count()) > 0) await undo.first().click();
};

test('the stream of the last word after the last layer is the whole answer, and each change can be undone', async () => {
  const { page, finish } = await site.open('/variations', {
    query: 'interventions=1~part:blocks.3.resid_post~scope:word~how:borrow',
  });
  const figure = await bring(page, 'interventions');
  const [text, other] = words.textsOf('gpt2-toytown');
  const before = await bars(figure);
  await press(figure, words.change);
  await expect.poll(() => bars(figure), patience).not.toBe(before);
  const borrowed = await bars(figure);
  await undoAll(figure);
  await expect.poll(() => bars(figure), patience).toBe(before);
  // The other text itself.
  await type(figure, other);
  await expect.poll(() => bars(figure), patience).toBe(borrowed);
  expect(text).not.toBe(other);

  // Models of other kinds: whatever can be changed in them changes what they say.
  for (const [model, part] of [
    ['mamba-copying', 'blocks.0.ssm.state'],
    ['switch-domains', 'blocks.1.moe_out'],
    ['t5-toytown', 'encoder.0.attn_out'],
  ] as const) {
    await choose(figure, words.model, model);
    await inState(figure, ['ready']);
    await choose(figure, words.part, part);
    await figure.getByRole('radio', { name: words.scopeName('all', 'head', 0, ''), exact: true }).check();
    await figure.getByRole('radio', { name: words.hows.ablate, exact: true }).check();
    const trained = await bars(figure);
    await press(figure, words.change);
    await expect.poll(() => bars(figure), patience).not.toBe(trained);
    await figure.getByRole('table', { name: changesMessages.difference }).waitFor();
    await undoAll(figure);
    await expect.poll(() => bars(figure), patience).toBe(trained);
  }
  await finish();
});
