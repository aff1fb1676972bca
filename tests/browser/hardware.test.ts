import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { precisionMessages } from '../../src/widgets/messages/precision.ts';
import { rooflineMessages } from '../../src/widgets/messages/roofline.ts';
import { speculativeMessages } from '../../src/widgets/messages/speculative.ts';
import { bring, patience, slide, table } from './support/figures.ts';
import { type OpenPage, openSite, type Site } from './support/site.ts';

/** The chapter on hardware: the machine measured, a model rounded, two models that write together. */

let site: Site;
let open: OpenPage;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  open = await site.open('/future/hardware-aware-design');
});
afterEach(() => open.finish());

test('more texts side by side raise the intensity of decode, and not that of its scores', async () => {
  const figure = await bring(open.page, 'roofline');
  const intensity = async (name: string) => {
    const rows = await table(figure);
    const row = rows.find(
      ([phase, operation]) => phase === rooflineMessages.phases.decode && operation === name,
    );
    return Number(row?.[4]);
  };
  const [before, scores] = [await intensity('feed-forward'), await intensity('scores')];
  expect(before).toBeLessThan(0.51);
  await slide(figure, rooflineMessages.rows, 4);
  await expect.poll(() => intensity('feed-forward'), patience).toBeGreaterThan(10 * before);
  expect(await intensity('scores')).toBeCloseTo(scores, 4);
});

test('eight bits cost hardly anything, two bits cost much', async () => {
  const figure = await bring(open.page, 'precision');
  const loss = async (bits: string) => Number((await table(figure)).find(([own]) => own === bits)?.[2]);
  const full = await loss('32');
  expect(Math.abs((await loss('8')) - full)).toBeLessThan(0.05);
  const [coarse, error] = [await loss('2'), (await table(figure)).map((row) => Number(row[3]))];
  expect(coarse).toBeGreaterThan(full + 0.5);
  // From 8 bits down every bit less moves the weights farther.
  expect(error.slice(1)).toEqual([...error.slice(1)].sort((one, other) => one - other));
  await figure.getByRole('radio', { name: '8', exact: true }).check();
  await expect.poll(async () => Number((await table(figure))[4]?.[3]), patience).toBeLessThan(error[4] ?? 0);
  expect(precisionMessages.columns.length).toBe(4);
});

test('a text comes in fewer passes than words, and what was refused was not kept', async () => {
  const figure = await bring(open.page, 'speculative');
  const rows = await table(figure);
  const kept = rows.reduce((sum, row) => sum + Number(row[2]), 0);
  expect(rows.length).toBeLessThan(kept + rows.length);
  expect(kept + rows.length).toBeGreaterThanOrEqual(40);
  for (const row of rows) expect(row[1]?.split(' ').length).toBe(4);
  await slide(figure, speculativeMessages.lookahead, 1);
  await expect.poll(async () => (await table(figure)).length, patience).toBeGreaterThan(rows.length);
});
