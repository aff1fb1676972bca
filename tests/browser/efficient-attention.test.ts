import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { claimMessages } from '../../src/widgets/messages/claims.ts';
import { flashMessages } from '../../src/widgets/messages/flash.ts';
import { latentKvMessages } from '../../src/widgets/messages/latent-kv.ts';
import { sparsePatternsMessages } from '../../src/widgets/messages/sparse-patterns.ts';
import { trainingMessages } from '../../src/widgets/messages/training.ts';
import { bring, patience, slide, table } from './support/figures.ts';
import { type OpenPage, openSite, type Site } from './support/site.ts';

/** The chapter on cheaper attention: tiles, sums, patterns and a short vector a word. */

let site: Site;
let open: OpenPage;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  open = await site.open('/future/efficient-attention');
});
afterEach(() => open.finish());

test('larger tiles are fewer steps to the same answer', async () => {
  const figure = await bring(open.page, 'flash');
  const before = await table(figure);
  expect(before.length).toBeGreaterThan(5);
  expect(Number(before.at(-1)?.[3])).toBe(1);
  // The maximum never falls, and the share gathered never either.
  for (const column of [1, 3]) {
    const values = before.map((row) => Number(row[column]));
    expect(values).toEqual([...values].sort((one, other) => one - other));
  }
  await slide(figure, flashMessages.tile, 8);
  await expect.poll(async () => (await table(figure)).length, patience).toBe(Math.ceil(before.length / 2));
  const after = await table(figure);
  // The softmax of the query is the same: its maximum and its sum at the end.
  for (const column of [1, 2])
    expect(Number(after.at(-1)?.[column])).toBeCloseTo(Number(before.at(-1)?.[column]), 4);
});

test('a pattern keeps fewer pairs and costs more; a wide one costs nothing', async () => {
  const figure = await bring(open.page, 'sparse-patterns');
  const row = async (name: 'all' | 'local') =>
    ((await table(figure)).find(([own]) => own === sparsePatternsMessages.patternName(name)) ?? []).map(
      Number,
    );
  const [[, allPairs = 0, full = 0], [, pairs = 0, loss = 0]] = [await row('all'), await row('local')];
  expect(pairs).toBeLessThan(allPairs / 2);
  expect(loss).toBeGreaterThan(full + 0.1);
  await slide(figure, sparsePatternsMessages.size, 24);
  await expect.poll(async () => (await row('local'))[1], patience).toBeGreaterThan(pairs);
  expect((await row('local'))[2]).toBeLessThan(loss);
});

test('twice the latent vector is twice the cache of latent attention, and of no other', async () => {
  const figure = await bring(open.page, 'latent-kv');
  await slide(figure, latentKvMessages.rotary, 0);
  const before = await table(figure);
  await slide(figure, latentKvMessages.latent, 1024);
  await expect.poll(async () => Number((await table(figure)).at(-1)?.[1]), patience).toBe(1024);
  const after = await table(figure);
  expect(Number(after.at(-1)?.[3])).toBe(2 * Number(before.at(-1)?.[3]));
  expect(after.slice(0, -1)).toEqual(before.slice(0, -1));
});

test('the recorded runs are there, and one kind trains in the tab', async () => {
  const figure = await bring(open.page, 'linear-attention');
  const recorded = (await table(figure)).length;
  expect(recorded).toBeGreaterThan(100);
  await figure.getByRole('radio', { name: 'local', exact: true }).check();
  await figure.getByRole('button', { name: claimMessages.train, exact: true }).click();
  await expect.poll(async () => (await table(figure)).length, patience).toBeGreaterThan(recorded);
  await figure.getByRole('button', { name: trainingMessages.stop, exact: true }).click();
});
