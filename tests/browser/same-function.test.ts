import { afterAll, beforeAll, expect, test } from 'vitest';
import { sameFunctionMessages as words } from '../../src/widgets/messages/same-function.ts';
import { bring, patience, table } from './support/figures.ts';
import { openSite, type Site } from './support/site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

test('tiles cost nothing however small; a window, few neurons and few bits cost the more, the more they save', async () => {
  const { page, finish } = await site.open('/future');
  const figure = await bring(page, 'same-function');
  const more = async () => (await table(figure)).map((row) => Number(row[3]));
  const strong = await more();
  expect(Math.abs(strong[0] ?? 1)).toBeLessThan(1e-4);
  await figure.getByRole('radio', { name: words.strengthName('mild'), exact: true }).check();
  await expect.poll(async () => (await more())[3] ?? 9, patience).toBeLessThan((strong[3] ?? 0) - 0.01);
  const mild = await more();
  expect(Math.abs(mild[0] ?? 1)).toBeLessThan(1e-4);
  expect(strong[1] ?? 0).toBeGreaterThan(mild[1] ?? 0);
  expect(strong[2] ?? 0).toBeGreaterThan(mild[2] ?? 0);
  await finish();
});
