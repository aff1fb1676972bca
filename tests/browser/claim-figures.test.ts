import { afterAll, beforeAll, expect, test } from 'vitest';
import { claimMessages as words } from '../../src/widgets/messages/claims.ts';
import { headsVsWidthMessages } from '../../src/widgets/messages/heads-vs-width.ts';
import { preVsPostMessages } from '../../src/widgets/messages/pre-vs-post.ts';
import { recallDistanceMessages } from '../../src/widgets/messages/recall-distance.ts';
import { trainingMessages } from '../../src/widgets/messages/training.ts';
import { bring, inState, patience, table } from './support/figures.ts';
import { openSite, type Site } from './support/site.ts';

/** The figures that are a recorded experiment and runs of it in the tab, and differ in nothing else. */

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

test.each([
  [
    'heads-vs-width',
    '/transformer/multi-head-attention',
    headsVsWidthMessages.paper,
    Object.values(headsVsWidthMessages.runs),
  ],
  [
    'pre-vs-post',
    '/transformer/normalization-and-residuals',
    preVsPostMessages.paper,
    Object.values(preVsPostMessages.runs),
  ],
  [
    'recall-distance',
    '/transformer/self-attention',
    recallDistanceMessages.paper,
    Object.values(recallDistanceMessages.runs).map(({ label }) => label),
  ],
] as const)(
  'any run of %s trains in the tab, can be stopped, and stays to be compared with',
  async (widget, path, paper, runs) => {
    const { page, finish } = await site.open(path);
    const figure = await bring(page, widget);
    expect(await figure.locator('.claim-bars').innerText()).toContain(paper.slice(0, 20));
    const [, second = ''] = runs;
    await figure.getByRole('radio', { name: second, exact: true }).check();
    await figure.getByRole('button', { name: words.train, exact: true }).click();
    await inState(figure, ['running']);
    await expect
      .poll(() => figure.locator('.figure-reads').innerText(), patience)
      .toContain(`Your run, ${second}`);
    await figure.getByRole('button', { name: trainingMessages.stop, exact: true }).click();
    await inState(figure, ['ready']);
    const rows = (await table(figure)).filter((row) => row[0] === second && row[1] === words.liveCaption);
    expect(rows.length).toBeGreaterThan(0);
    await finish();
  },
);
