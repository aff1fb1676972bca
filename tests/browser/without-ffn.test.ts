import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { claimMessages as words } from '../../src/widgets/messages/claims.ts';
import { trainingMessages } from '../../src/widgets/messages/training.ts';
import { withoutFfnMessages as own } from '../../src/widgets/messages/without-ffn.ts';
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
  open = await site.open('/transformer/feed-forward');
  figure = await bring(open.page, 'without-ffn');
});
afterEach(() => open.finish());

test('any of its runs trains in the tab, can be stopped, and stays to be compared with', async () => {
  expect(await figure.locator('.claim-bars').innerText()).toContain(own.paper.slice(0, 20));
  const [, second = ''] = Object.values(own.runs);
  await figure.getByRole('radio', { name: second, exact: true }).check();
  await figure.getByRole('button', { name: words.train, exact: true }).click();
  await inState(figure, ['running']);
  // The recorded run, too, says its name.
  await expect
    .poll(() => figure.locator('.figure-reads').innerText(), patience)
    .toContain(`Your run, ${second}`);
  await figure.getByRole('button', { name: trainingMessages.stop, exact: true }).click();
  await inState(figure, ['ready']);
  const rows = (await table(figure)).filter((row) => row[0] === second && row[1] === words.liveCaption);
  expect(rows.length).toBeGreaterThan(0);
});
