import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { adapterSwapMessages } from '../../src/widgets/messages/adapter-swap.ts';
import { adaptersAndToolsMessages } from '../../src/widgets/messages/adapters-and-tools.ts';
import { claimMessages } from '../../src/widgets/messages/claims.ts';
import { mergeMessages } from '../../src/widgets/messages/merge.ts';
import { trainingMessages } from '../../src/widgets/messages/training.ts';
import { bring, inState, patience, slide, table } from './support/figures.ts';
import { type OpenPage, openSite, type Site } from './support/site.ts';

/** The chapter on modules: thin changes, and notes that are looked up. */

let site: Site;
let open: OpenPage;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  open = await site.open('/future/modular-architectures');
});
afterEach(() => open.finish());

test('an adapter begins with the shipped model and learns in the tab', async () => {
  const figure = await bring(open.page, 'lora');
  const recorded = (await table(figure)).length;
  await figure.getByRole('button', { name: claimMessages.train, exact: true }).click();
  await expect.poll(async () => (await table(figure)).length, patience).toBeGreaterThan(recorded);
  await figure.getByRole('button', { name: trainingMessages.stop, exact: true }).click();
  // A model with first weights would begin at ln 187, 5.2 nats.
  expect(Number((await table(figure))[recorded]?.[3])).toBeLessThan(4.5);
});

test('adapters are exchanged: each is better in its own town, and the same when it is multiplied out', async () => {
  const figure = await bring(open.page, 'lora');
  const swap = figure.locator('.adapter-swap');
  const said = swap.locator('.claim-text');
  await swap.getByRole('button', { name: adapterSwapMessages.train, exact: true }).click();
  await expect.poll(() => said.innerText(), patience).toContain('Without an adapter');
  const plug = (name: string) => swap.getByRole('radio', { name, exact: true }).check();
  await plug(adapterSwapMessages.names.after);
  await expect.poll(() => said.innerText(), patience).toContain('plugged in');
  const numbersOf = (text: string) => [...text.matchAll(/\d+\.\d+/g)].map(([number]) => Number(number));
  const [afterIn = 0, mirrorIn = 0] = numbersOf(await said.innerText());
  expect(afterIn).toBeLessThan(mirrorIn);
  await plug(adapterSwapMessages.names.mirror);
  await expect
    .poll(async () => numbersOf(await said.innerText())[1] ?? Number.NaN, patience)
    .toBeLessThan(mirrorIn);
  await swap.getByRole('checkbox', { name: adapterSwapMessages.folded }).check();
  await expect.poll(() => said.innerText(), patience).toContain('multiplied out the model');
  const apart = Number(/at most (\S+)\.$/.exec(await said.innerText())?.[1]);
  expect(apart).toBeLessThan(1e-4);
});

test('two models trained here are averaged: half of each loses more than each in its own town', async () => {
  const figure = await bring(open.page, 'merge');
  const cells = figure.locator('.merge-table tbody td');
  const losses = async () => (await cells.allInnerTexts()).map(Number);
  await figure.getByRole('button', { name: mergeMessages.train, exact: true }).click();
  await inState(figure, ['running']);
  await inState(figure, ['ready']);
  const [baseAfter = 0, , ownAfter = 0, , halfAfter = 0, halfMirror = 0, , ownMirror = 0] = await losses();
  expect(ownAfter).toBeGreaterThan(0);
  expect(halfAfter).toBeGreaterThan(ownAfter);
  expect(halfMirror).toBeGreaterThan(ownMirror);
  expect(halfAfter).toBeLessThan(baseAfter);
  await slide(figure, mergeMessages.share, 0);
  await expect.poll(async () => (await losses())[4], patience).toBe(ownAfter);
});

test('with the note the model says what stands in it', async () => {
  const figure = await bring(open.page, 'adapters-and-tools');
  expect((await table(figure))[0]?.[0]).toBe('purple');
  const sure = Number((await table(figure))[0]?.[1]);
  await slide(figure, adaptersAndToolsMessages.count, 0);
  await expect.poll(async () => Number((await table(figure))[0]?.[1]), patience).toBeLessThan(sure - 0.2);
});
