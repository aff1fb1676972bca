import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { claimMessages as words } from '../../src/widgets/messages/claims.ts';
import { depthMessages as own } from '../../src/widgets/messages/depth.ts';
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
  open = await site.open('/transformer/normalization-and-residuals');
  figure = await bring(open.page, 'depth');
});
afterEach(() => open.finish());

test('a run trains in the tab, can be stopped, and stays to be compared with', async () => {
  expect(await figure.locator('.claim-bars').innerText()).toContain(own.paper.slice(0, 20));
  const [named = ''] = Object.values(own.runs);
  await figure.getByRole('radio', { name: named, exact: true }).check();
  await figure.getByRole('button', { name: words.train, exact: true }).click();
  await inState(figure, ['running']);
  await expect
    .poll(() => figure.locator('.figure-reads').innerText(), patience)
    .toContain(`Your run, ${named}`);
  await figure.getByRole('button', { name: trainingMessages.stop, exact: true }).click();
  await inState(figure, ['ready']);
  const rows = (await table(figure)).filter((row) => row[0] === named && row[1] === words.liveCaption);
  expect(rows.length).toBeGreaterThan(0);
});

test('sixteen layers without a norm, whose numbers grow from layer to layer, end in a sentence', async () => {
  await figure.getByRole('radio', { name: own.runs['depth-residuals-alone'], exact: true }).check();
  await figure.getByRole('button', { name: words.train, exact: true }).click();
  await expect
    .poll(() => figure.locator('.figure-reads').innerText(), patience)
    .toContain('beyond all bounds');
  await inState(figure, ['ready']);
});
