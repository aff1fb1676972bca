import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ArchitectureId, architectures } from '../../src/models/architectures.ts';
import { labMessages as words } from '../../src/widgets/messages/lab.ts';
import { patience } from './support/figures.ts';
import { bench, lossOf, passes, press, reaches, startAndFinish } from './support/lab.ts';
import { openSite, type Site } from './support/site.ts';

/** What the Lab trains, and on what. */

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

const pick = (figure: Locator, label: string, value: string) =>
  figure.getByRole('combobox', { name: label, exact: true }).selectOption(value);

test('every architecture trains from its defaults on data that suit it', async () => {
  const { page, finish } = await site.open('/lab', { backend: 'wasm', query: 'lab=1~steps:10~rows:1' });
  const figure = await bench(page);
  const ids = Object.keys(architectures) as ArchitectureId[];
  for (const [index, id] of ids.entries()) {
    await pick(figure, words.architecture, id);
    await expect
      .poll(() => figure.locator('.figure-reads').innerText(), patience)
      .toContain(architectures[id].title);
    await expect
      .poll(() => figure.locator('[data-parameters]').getAttribute('data-parameters').then(Number), patience)
      .toBeGreaterThan(1000);
    await press(figure, index === 0 ? words.train : words.newRun);
    const letter = index < 26 ? String.fromCharCode(65 + index) : `R${index + 1}`;
    await reaches(figure, letter, 'done').catch((error: unknown) => {
      throw new Error(`${id}: ${error}`);
    });
    expect(await lossOf(figure, letter), id).toBeGreaterThan(0);
  }
  await finish();
});

test('your own text is dropped in, learned, and written in its style', async () => {
  const text = 'the old sailor sang a song of the sea and the song was long . '.repeat(40);
  const query = 'lab=1~data:own-text~layers:1~width:32~rows:8~steps:200~rate:-20';
  const { page, finish } = await site.open('/lab', { backend: 'wasm', query });
  const figure = await bench(page);
  await page.evaluate((given) => {
    const files = new DataTransfer();
    files.items.add(new File([given], 'song.txt', { type: 'text/plain' }));
    document
      .querySelector('.lab-text')
      ?.dispatchEvent(new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true }));
  }, text);
  // As many letters as it has, each a token.
  await expect
    .poll(() => figure.locator('[data-parameters]').getAttribute('data-parameters').then(Number), patience)
    .toBeGreaterThan(1000);
  await press(figure, words.train);
  await passes(figure, 10);
  const early = await lossOf(figure, 'A');
  await reaches(figure, 'A', 'done');
  expect(await lossOf(figure, 'A')).toBeLessThan(early / 2);
  const known = new Set(text.split(/\s+/));
  await expect
    .poll(async () => {
      const written = (await figure.locator('.lab-written b').innerText()).split(/\s+/).slice(1, -1);
      return written.length >= 2 && written.filter((word) => known.has(word)).length / written.length;
    }, patience)
    .toBeGreaterThan(0.7);
  await finish();
});

test('a corpus comes when it is chosen, and what its model cannot be asked for is said', async () => {
  const query = 'lab=1~layers:1~width:16~heads:2~rows:2~steps:10';
  const { page, finish } = await site.open('/lab', { backend: 'wasm', query });
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/corpora/')) asked.push(request.url());
  });
  const figure = await bench(page);
  expect(asked).toEqual([]);
  await pick(figure, words.data, 'moby-dick');
  await startAndFinish(figure);
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.every((url) => url.endsWith('/corpora/moby-dick.json'))).toBe(true);

  await pick(figure, words.objective, 'masked');
  await expect
    .poll(() => figure.locator('.lab-cost').innerText(), patience)
    .toMatch(/kind "decoder".*hidden tokens.*"encoder"/);
  expect(await figure.getByRole('button', { name: words.newRun, exact: true }).isDisabled()).toBe(true);
  // Data that the next model can learn from in another way are kept.
  await pick(figure, words.architecture, 't5');
  await press(figure, words.newRun);
  await reaches(figure, 'B', 'done');
  await pick(figure, words.data, 'wordnet-nouns');
  await pick(figure, words.architecture, 'bert');
  await press(figure, words.newRun);
  await reaches(figure, 'C', 'done');
  await finish();
});
