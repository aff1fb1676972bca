import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { coverWriterMessages as words } from '../../src/widgets/messages/cover-writer.ts';
import { barsOf, bring, inState, patience, saysWeight, slide, table } from './support/figures.ts';
import { nextWords, probesOf, vocabulary } from './support/model-command.ts';
import { openSite, type Site } from './support/site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

const lastWord = (figure: Locator) => figure.locator('.viz-arcs .is-query .token').textContent();

test('the button writes the next word; at temperature 0 the most likely one', async () => {
  const { page, finish } = await site.open('/', { reducedMotion: true });
  const figure = await bring(page, 'cover-writer');
  const expected = await nextWords(words.start);
  await expect
    .poll(async () => {
      const shown = new Map((await table(figure)).map(([, word = '', weight = '']) => [word, weight]));
      return [...expected].every(([word, probability]) => saysWeight(shown.get(word) ?? '', probability));
    }, patience)
    .toBe(true);
  await slide(figure, words.temperature, 0);
  await expect.poll(async () => (await barsOf(figure))[0]?.number, patience).toBe('1.00');
  const [best] = await barsOf(figure);
  await figure.getByRole('button', { name: words.write }).click();
  await expect.poll(() => lastWord(figure), patience).toBe(best?.token);
  await expect
    .poll(() => figure.locator('.figure-reads').innerText(), patience)
    .toContain(`After “${best?.token}”`);
  await finish();
});

test('the arcs are the last row of the head that it names', async () => {
  const { page, finish } = await site.open('/', { reducedMotion: true });
  const figure = await bring(page, 'cover-writer');
  const [, layer, head] =
    (await figure.locator('.figure-run').innerText()).match(/layer (\d), head (\d)/) ?? [];
  const name = `blocks.${Number(layer) - 1}.attn.pattern`;
  const pattern = (await probesOf(words.start, [name]))[name]; // [1, heads, query, key]
  if (!pattern) throw new Error(`no ${name}`);
  const length = pattern.shape.at(-1) ?? 0;
  const row = pattern.data.slice((Number(head) * length - 1) * length, Number(head) * length * length);
  const shown = await figure
    .locator('.viz-arcs g.word')
    .evaluateAll((all) => all.map((word) => word.querySelector('.weight')?.textContent ?? ''));
  const seen = row.slice(-shown.length);
  shown.slice(0, -1).forEach((text, index) => {
    const weight = seen[index] ?? Number.NaN;
    if (text === '') expect(weight).toBeLessThan(0.061);
    else expect(saysWeight(text, weight)).toBe(true);
  });
  await finish();
});

test('left alone it writes at a gentle pace, and stops when it is told', async () => {
  const { page, finish } = await site.open('/');
  const figure = await bring(page, 'cover-writer', ['running']);
  const first = words.start.split(' ').at(-1);
  await expect.poll(() => lastWord(figure), patience).not.toBe(first);
  expect(vocabulary).toContain(await lastWord(figure));
  await figure.getByRole('button', { name: words.pause }).click();
  await inState(figure, ['ready']);
  await figure.getByRole('button', { name: words.play }).click();
  await inState(figure, ['running']);
  await figure.getByRole('button', { name: words.write }).click();
  await inState(figure, ['ready']);
  await finish();
});

test('who wants no motion sees it wait', async () => {
  const { page, finish } = await site.open('/', { reducedMotion: true });
  const figure = await bring(page, 'cover-writer');
  await page.waitForTimeout(4000);
  expect(await figure.getAttribute('data-state')).toBe('ready');
  expect(await lastWord(figure)).toBe(words.start.split(' ').at(-1));
  await finish();
});
