import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { claimMessages } from '../../src/widgets/messages/claims.ts';
import { earlyExitMessages } from '../../src/widgets/messages/early-exit.ts';
import { trainingMessages } from '../../src/widgets/messages/training.ts';
import { bring, patience, slide, table } from './support/figures.ts';
import { type OpenPage, openSite, type Site } from './support/site.ts';

/** The chapter on sparse activation: neurons that are not needed, words that leave early, layers that most words go by. */

let site: Site;
let open: OpenPage;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  open = await site.open('/future/sparse-activation');
});
afterEach(() => open.finish());

test('half of the neurons tell the story nearly as well, one in 64 does not', async () => {
  const figure = await bring(open.page, 'lazy-neurons');
  const losses = (await table(figure)).map((row) => Number(row[1]));
  const [all = 0, half = 0] = losses;
  expect(half).toBeLessThan(all + 0.1);
  expect(losses.at(-1)).toBeGreaterThan(all + 0.3);
});

test('who must be quite sure stays longer', async () => {
  const figure = await bring(open.page, 'early-exit');
  const layers = async () => (await table(figure)).reduce((sum, row) => sum + Number(row[1]), 0);
  const before = await layers();
  await slide(figure, earlyExitMessages.threshold, 0.5);
  await expect.poll(layers, patience).toBeLessThan(before);
  await slide(figure, earlyExitMessages.threshold, 1);
  await expect.poll(layers, patience).toBeGreaterThan(before);
  // With all layers the answers are those of all layers.
  for (const row of await table(figure)) if (row[1] === '4') expect(row[3]).toBe(row[4]);
});

test('a model with a mixture of depths trains in the tab', async () => {
  const figure = await bring(open.page, 'mixture-of-depths');
  const recorded = (await table(figure)).length;
  await figure.getByRole('radio', { name: 'an eighth passes', exact: true }).check();
  await figure.getByRole('button', { name: claimMessages.train, exact: true }).click();
  await expect.poll(async () => (await table(figure)).length, patience).toBeGreaterThan(recorded);
  await figure.getByRole('button', { name: trainingMessages.stop, exact: true }).click();
});
