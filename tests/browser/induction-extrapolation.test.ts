import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { claimMessages as words } from '../../src/widgets/messages/claims.ts';
import { inductionExtrapolationMessages as own } from '../../src/widgets/messages/induction-extrapolation.ts';
import { trainingMessages } from '../../src/widgets/messages/training.ts';
import { bring, inState, patience, table } from './support/figures.ts';
import { type OpenPage, openSite, type Site } from './support/site.ts';

let site: Site;
let open: OpenPage;
let figure: Locator;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  open = await site.open('/innovations/state-space-models');
  figure = await bring(open.page, 'induction-extrapolation');
});
afterEach(() => open.finish());

test('the shipped Mamba answers far beyond its training; attention trains beside it', async () => {
  const rows = (await table(figure)).map((row) => row.map(Number));
  const at = (length: number) => rows.find(([own]) => own === length)?.[1] ?? 0;
  expect(at(64)).toBeGreaterThanOrEqual(0.9);
  // Of sixteen texts; the model's card measures more.
  expect(at(1024)).toBeGreaterThanOrEqual(0.85);
  const named = own.runs['trigger-learned'];
  await figure.getByRole('radio', { name: named, exact: true }).check();
  await figure.getByRole('button', { name: words.train, exact: true }).click();
  await expect.poll(() => figure.locator('.figure-reads').innerText(), patience).toContain(named);
  await figure.getByRole('button', { name: trainingMessages.stop, exact: true }).click();
  await inState(figure, ['ready']);
});
