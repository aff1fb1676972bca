import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Fields } from '../../src/widgets/kit/url-state.ts';
import { everyFigureReady, pagesWithFigures } from './support/every-figure.ts';
import {
  fieldsOf,
  follow,
  forPointersOnly,
  movesByKeys,
  neverReached,
  payloads,
} from './support/every-state.ts';
import { act, inState } from './support/figures.ts';
import { openSite, type Site } from './support/site.ts';

/** Every figure of every page: it arrives, is worked by keys alone, and stands after any link. The backend makes no difference to keys and links: `figures.test.ts` has the other two. */

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

/** What each figure says of its state when it is drawn, by its name in the address. */
const told = vi.hoisted(() => new Map<string, unknown>());
vi.mock('../../src/widgets/kit/use-figure-state.ts', async (original) => {
  const { useFigureState } = await original<typeof import('../../src/widgets/kit/use-figure-state.ts')>();
  const telling: typeof useFigureState = (figure, fields) => {
    told.set(figure, fields);
    return useFigureState(figure, fields);
  };
  return { useFigureState: telling };
});

/** All figures together are sent more than a thousand. */
const linksEach = 16;

/** By keys alone, and after any links; then it is put right and shows what it showed. */
async function standsAll(page: Page, widget: string, figure: Locator): Promise<void> {
  expect([widget, await forPointersOnly(figure)]).toEqual([widget, []]);
  expect([widget, await neverReached(page, figure)]).toEqual([widget, []]);
  expect([widget, await movesByKeys(figure)]).toEqual([widget, true]);
  // A key may have begun a training, which would slow all that follows.
  const pause = figure.getByRole('button', { name: 'Pause', exact: true });
  if ((await pause.count()) > 0) await pause.click();
  const fields = await fieldsOf(widget, told as Map<string, Fields>);
  await follow(page, widget, payloads(fields, linksEach));
  expect(await figure.locator('.figure-foot').count()).toBe(1);
  await act(figure, 'Reset');
  await inState(figure, ['ready', 'running']);
}

test.each(pagesWithFigures())(
  'every figure of %s is ready, takes keys and stands after any link',
  async (path) => {
    expect(await everyFigureReady(site, path, 'wasm', standsAll)).toBeGreaterThan(0);
  },
);
