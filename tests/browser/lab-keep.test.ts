import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { labMessages as words } from '../../src/widgets/messages/lab.ts';
import { patience } from './support/figures.ts';
import { bench, lossOf, press, reaches, startAndFinish, stepOf } from './support/lab.ts';
import { openSite, type Site } from './support/site.ts';

/** What the browser keeps of the Lab's runs: shown, taken along, opened again, thinned out, and erased for good. */

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

/** Rows of the two tables of the browser's own database. */
const stored = (page: Page): Promise<{ runs: number; states: number }> =>
  page.evaluate(async () => {
    const finished = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await finished(indexedDB.open('llm-architecture-lab'));
    const change = database.transaction(['runs', 'states']);
    const counts = await Promise.all(
      ['runs', 'states'].map((name) => finished(change.objectStore(name).count())),
    );
    database.close();
    return { runs: counts[0] ?? -1, states: counts[1] ?? -1 };
  });

test('kept runs are shown, taken along and opened again, thinned out, and erased for good', async () => {
  const query = 'lab=1~layers:1~width:16~heads:2~rows:2~steps:20';
  const { page, finish } = await site.open('/lab', { backend: 'wasm', query });
  const lab = await bench(page);
  const loss = await startAndFinish(lab);
  await lab.getByRole('spinbutton', { name: words.training.seed, exact: true }).fill('2');
  await press(lab, words.newRun);
  await reaches(lab, 'B', 'done');
  const kept = lab.locator('.lab-keep li');
  expect(await kept.count()).toBe(2);
  await expect
    .poll(() => lab.locator('.lab-keep .lab-note').innerText(), patience)
    .toMatch(/keeps [\d.]+ \w+ of the [\d.]+ \w+/);
  const first = kept.first();
  await expect.poll(() => first.innerText(), patience).toMatch(/[2-9] saved steps/);
  const all = await stored(page);
  expect(all.runs).toBe(2);

  await first.getByRole('button', { name: words.keep.prune, exact: true }).click();
  await expect.poll(() => first.innerText(), patience).toContain('1 saved step,');
  await expect.poll(() => stored(page).then(({ states }) => states), patience).toBeLessThan(all.states);

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    first.getByRole('button', { name: words.keep.save, exact: true }).click(),
  ]);
  await kept.nth(1).getByRole('button', { name: words.keep.remove, exact: true }).click();
  await expect.poll(() => stored(page), patience).toEqual({ runs: 1, states: 1 });

  await page.getByLabel(words.keep.files, { exact: true }).setInputFiles({
    name: 'run.zip',
    mimeType: 'application/zip',
    buffer: await readFile(await download.path()),
  });
  await reaches(lab, 'B', 'done');
  expect(await lossOf(lab, 'B')).toBe(loss);
  expect(await stepOf(lab)).toBe(20);

  await press(lab, words.keep.removeAll);
  await expect.poll(() => stored(page), patience).toEqual({ runs: 0, states: 0 });
  await page.reload();
  await bench(page);
  await expect.poll(() => stored(page), patience).toEqual({ runs: 0, states: 0 });
  expect(await kept.count()).toBe(0);
  await finish();
});
