import { afterAll, beforeAll, expect, test } from 'vitest';
import { labMessages as words } from '../../src/widgets/messages/lab.ts';
import { patience } from './support/figures.ts';
import { bench, lossOf, passes, press, reaches, startAndFinish, stepOf } from './support/lab.ts';
import { openSite, type Site } from './support/site.ts';

/** The Lab, as a reader uses it. */

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

test('a run that a reload breaks goes on where it was saved, and ends as an unbroken one', async () => {
  const query = 'lab=1~layers:1~width:16~heads:2~rows:4~steps:300~rate:-20';
  const { page, finish } = await site.open('/lab', { backend: 'wasm', query });
  let figure = await bench(page);
  await press(figure, words.train);
  await passes(figure, 60);
  const early = await lossOf(figure, 'A');
  await page.reload();

  figure = await bench(page);
  await reaches(figure, 'A', 'paused');
  const stands = await stepOf(figure);
  expect(stands).toBeGreaterThan(0);
  expect(stands).toBeLessThan(300);
  await press(figure, words.resume);
  await reaches(figure, 'A', 'done');
  const broken = await lossOf(figure, 'A');
  expect(broken).toBeLessThan(early);

  await press(figure, words.newRun);
  await reaches(figure, 'B', 'done');
  expect(Math.abs((await lossOf(figure, 'B')) - broken)).toBeLessThan(1e-6);
  expect(await figure.locator('.viz-walk .run').count()).toBeGreaterThanOrEqual(2);
  await finish();
});

test('what cannot be used or trained ends in a sentence', async () => {
  const query = 'lab=1~architecture:gpt9~width:99999~heads:3';
  const { page, finish } = await site.open('/lab', { query });
  const figure = await bench(page);
  await expect
    .poll(() => figure.locator('.figure-notice').innerText(), patience)
    .toContain('Width must be between 8 and 256');
  await expect.poll(() => figure.locator('.lab-cost').innerText(), patience).toContain(words.cannot);
  expect(await figure.getByRole('button', { name: words.train, exact: true }).isDisabled()).toBe(true);
  await figure.getByRole('slider', { name: words.sizes.heads, exact: true }).fill('4');
  await expect
    .poll(() => figure.locator('[data-parameters]').getAttribute('data-parameters'), patience)
    .toBe('103296');
  await finish();
});

test('the link of an experiment gives the same curve in another browser', async () => {
  const query = 'lab=1~architecture:mamba~layers:1~width:16~rows:4~steps:40~dropout:0.1~seed:11';
  const [first, second] = [
    await site.open('/lab', { backend: 'wasm', query }),
    await site.open('/lab', { backend: 'wasm', query }),
  ];
  const loss = await startAndFinish(await bench(first.page));
  expect(loss).toBeGreaterThan(0);
  expect(Math.abs((await startAndFinish(await bench(second.page))) - loss)).toBeLessThan(1e-6);
  await first.finish();
  await second.finish();
});

test('of a tab that is killed in mid-training at most one save interval is lost', async () => {
  // Eight saves a run: one every 50 steps.
  const interval = 50;
  const query = 'lab=1~layers:1~width:16~heads:2~rows:4~steps:400~rate:-20';
  const { page, context, finish } = await site.open('/lab', {
    backend: 'wasm',
    query,
    allow: [/crashed/],
  });
  const figure = await bench(page);
  await press(figure, words.train);
  // Some steps after a save, which is told when its step is known to be good.
  const killed = await passes(figure, 2 * interval + 12);
  const session = await context.newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  session.send('Page.crash').catch(() => {});
  await crashed;

  const next = await context.newPage();
  await next.goto(`${site.address}lab?backend=wasm&${query}`);
  const again = await bench(next);
  await reaches(again, 'A', 'paused');
  const stands = await stepOf(again);
  console.log(`killed at step ${killed} or a little later, stands at ${stands}`);
  expect(stands).toBeGreaterThanOrEqual(killed - interval);
  await press(again, words.resume);
  await reaches(again, 'A', 'done');
  await finish();
});

test.each([
  [
    'blocked',
    "IDBFactory.prototype.open = () => { throw new DOMException('No storage here.', 'SecurityError'); };",
  ],
  [
    'full',
    "IDBObjectStore.prototype.put = () => { throw new DOMException('The disk is full.', 'QuotaExceededError'); };",
  ],
])('storage that is %s says so, and training goes on', async (_, init) => {
  const query = 'lab=1~layers:1~width:16~heads:2~rows:2~steps:20';
  const { page, finish } = await site.open('/lab', { backend: 'wasm', query, init });
  const figure = await bench(page);
  await startAndFinish(figure);
  await expect
    .poll(
      () =>
        figure
          .locator('.figure-notice')
          .allInnerTexts()
          .then((all) => all.join(' ')),
      patience,
    )
    .toContain('keeps nothing of the Lab');
  // What was trained can be gone on with from memory.
  await press(figure, words.rewind.again);
  await reaches(figure, 'B', 'done');
  await finish();
});
