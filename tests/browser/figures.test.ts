import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nextTokenMessages } from '../../src/widgets/messages/next-token.ts';
import { everyFigureReady, pagesWithFigures } from './support/every-figure.ts';
import {
  barsOf,
  bring,
  type Exported,
  exported,
  figureOf,
  patience,
  saysWeight,
  type,
  wordProbabilities,
} from './support/figures.ts';
import { nextWords } from './support/model-command.ts';
import { openSite, type Site } from './support/site.ts';

/** Figures on every backend, and that the three say the same as each other and as the command line. */

const backends = ['wasm', 'webgl', 'cpu'] as const;
const bar = 1e-3;
const [, text = ''] = nextTokenMessages.examples;

/** `npm run soak` opens every page on every backend: on two cores without a GPU that takes longer than all other tests. `every-figure.test.ts` opens every page on WASM. */
const firstChapters = ['/introduction', '/transformer/self-attention'];

let site: Site;
let expected: Map<string, number>;
beforeAll(async () => {
  expected = await nextWords(text);
  site = await openSite();
});
afterAll(() => site.close());

const furthest = (some: readonly number[], others: readonly number[]): number => {
  expect(some.length).toBe(others.length);
  return some.reduce((most, value, index) => Math.max(most, Math.abs(value - (others[index] ?? 0))), 0);
};

/** How far the table of `next-token` is from what the command says. */
const fromCommand = (shown: ReadonlyMap<string, number>): number =>
  furthest(
    [...expected.values()],
    [...expected.keys()].map((word) => shown.get(word) ?? Number.NaN),
  );

test('there are figures on the cover, in the introduction and in the chapter on attention', () => {
  expect(pagesWithFigures()).toEqual(expect.arrayContaining(['/', ...firstChapters]));
});

interface Seen {
  readonly words: Map<string, number>;
  readonly pattern: Exported;
  readonly byHand: Exported;
}
const seen = new Map<string, Seen>();

describe.each(backends)('on %s', (backend) => {
  test.each(firstChapters)('every figure of %s is ready', async (path) => {
    expect(await everyFigureReady(site, path, backend)).toBeGreaterThan(0);
  });

  test('the bars are what `npm run model -- logits` says of the same text', async () => {
    const { page, finish } = await site.open('/introduction', { backend });
    const figure = await bring(page, 'next-token');
    const before = await barsOf(figure);
    await type(figure, text);
    await expect.poll(async () => fromCommand(await wordProbabilities(figure)), patience).toBeLessThan(bar);
    expect(await figure.getAttribute('data-backend')).toBe(backend);
    const bars = await barsOf(figure);
    expect(bars).not.toEqual(before);
    const [first] = bars;
    for (const { token, number, width } of bars) {
      const probability = expected.get(token) ?? Number.NaN;
      expect([token, number, saysWeight(number, probability)]).toEqual([token, number, true]);
      const share = probability / (expected.get(first?.token ?? '') ?? Number.NaN);
      // A bar is never narrower than a pixel.
      expect(Math.abs(width - Math.max(1, (first?.width ?? 0) * share))).toBeLessThan(1);
    }
    const words = await wordProbabilities(figure);
    await finish();

    const chapter = await site.open('/transformer/self-attention', { backend });
    const map = await bring(chapter.page, 'attention-map');
    const pattern = await exported(map, String.raw`layer-\d+-head-\d+-pattern`);
    const byHand = await bring(chapter.page, 'attention-by-hand');
    const weights = await exported(byHand, 'pattern');
    await chapter.finish();
    seen.set(backend, { words, pattern, byHand: weights });
  });
});

test('the three backends agree', () => {
  const [wasm, webgl, cpu] = backends.map((backend) => {
    const numbers = seen.get(backend);
    if (numbers === undefined) throw new Error(`${backend} was not seen`);
    return numbers;
  });
  if (!wasm || !webgl || !cpu) throw new Error('three backends were to be seen');
  for (const [one, other] of [
    [wasm, webgl],
    [wasm, cpu],
    [webgl, cpu],
  ] as const) {
    expect(
      furthest(
        [...one.words.values()],
        [...one.words.keys()].map((word) => other.words.get(word) ?? Number.NaN),
      ),
    ).toBeLessThan(bar);
    expect(other.pattern.shape).toEqual(one.pattern.shape);
    expect(furthest([...one.pattern.data], [...other.pattern.data])).toBeLessThan(bar);
    expect(furthest([...one.byHand.data], [...other.byHand.data])).toBeLessThan(bar);
  }
});

test('a reader switches the backend, and the numbers stay', async () => {
  const { page, finish } = await site.open('/introduction');
  const figure = await bring(page, 'next-token');
  await type(figure, text);
  await expect.poll(async () => fromCommand(await wordProbabilities(figure)), patience).toBeLessThan(bar);
  await figure.locator('.figure-run').click();
  for (const [name, backend] of [
    ['WebGL', 'webgl'],
    ['CPU', 'cpu'],
    ['WASM', 'wasm'],
  ] as const) {
    await figure.getByRole('radio', { name, exact: true }).check();
    await expect.poll(() => figure.getAttribute('data-backend'), patience).toBe(backend);
    await expect.poll(() => figure.locator('.figure-panel p').innerText(), patience).toMatch(/as you chose/);
    // What is shown from here on was computed there.
    await type(figure, `${text} .`);
    await figure.getByRole('textbox', { name: /^Text/ }).press('Backspace');
    await expect.poll(async () => fromCommand(await wordProbabilities(figure)), patience).toBeLessThan(bar);
    await figure.locator('.figure-run').click();
  }
  expect(await figureOf(page, 'next-token').getAttribute('data-state')).toBe('ready');
  await finish();
});
