import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeChapters, moveSliders, startPath } from './support/exercise.ts';
import { openSite, type Site } from './support/site.ts';
import { held, watchWorkers } from './support/workers.ts';

/** The short form of `npm run soak`: what the page holds on to does not grow as it is used. */

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

test.each(['wasm', 'webgl'] as const)(
  'on %s nothing is left of moves and changes',
  async (backend) => {
    const { page, finish } = await site.open(startPath, { backend, init: watchWorkers() });
    // Once through everything: what is made once is made now.
    await moveSliders(page, 6);
    await changeChapters(page, 2);
    const before = await held(page);
    expect(before.backend).toBe(backend);
    expect(before.started).toBe(1);
    expect(before.contexts).toBe(backend === 'webgl' ? 1 : 0);

    await moveSliders(page, 60);
    expect(await held(page)).toEqual(before);
    await changeChapters(page, 8);
    expect(await held(page)).toEqual(before);
    await finish();
  },
  600_000,
);
