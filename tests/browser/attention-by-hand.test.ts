import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { attentionByHandMessages as words } from '../../src/widgets/messages/attention-by-hand.ts';
import { bring, exported, patience, printed } from './support/figures.ts';
import { softmax } from './support/model-command.ts';
import { type OpenPage, openSite, type Site } from './support/site.ts';

/** Arrows are dragged by pointer and by keys; what the figure says of them is worked out here once more. */

let site: Site;
let open: OpenPage;
let figure: Locator;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  open = await site.open('/transformer/self-attention');
  figure = await bring(open.page, 'attention-by-hand');
});
afterEach(() => open.finish());

type Vector = readonly [x: number, y: number];

const arrow = (name: string): Locator => figure.getByRole('slider', { name, exact: true });

async function vector(name: string): Promise<Vector> {
  const text = (await arrow(name).getAttribute('aria-valuetext')) ?? '';
  const [x = Number.NaN, y = Number.NaN] = text.match(/[\u2212-]?[\d.]+/g)?.map(printed) ?? [];
  return [x, y];
}

/** How the output that is printed differs from the one worked out from the arrows as they stand. */
async function isRight(asks: number, scaled: boolean, causal: boolean, count: number): Promise<void> {
  const names = words.words.slice(0, count);
  const [qx, qy] = await vector(words.queryName(words.words[asks] ?? ''));
  const keys = await Promise.all(names.map((word) => vector(words.keyName(word))));
  const values = await Promise.all(names.map((word) => vector(words.valueName(word))));
  const products = keys.map(([x, y]) => qx * x + qy * y);
  const scores = products.map((product) => (scaled ? product / Math.SQRT2 : product));
  const seen = causal ? asks + 1 : count;
  const weights = softmax(scores.slice(0, seen));
  const output = [0, 1].map((axis) =>
    weights.reduce((sum, weight, at) => sum + weight * (values[at]?.[axis as 0 | 1] ?? 0), 0),
  );
  await expect
    .poll(async () => {
      const { data } = await exported(figure, 'pattern');
      const row = Array.from(data).slice(asks * count, asks * count + count);
      return Math.max(...row.map((weight, key) => Math.abs(weight - (weights[key] ?? 0))));
    }, patience)
    .toBeLessThan(1e-4);
  const rows = await figure
    .locator('.by-hand-sums tbody tr')
    .evaluateAll((all) => all.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.innerText)));
  products.forEach((product, key) => {
    expect(Math.abs(printed(rows[key]?.[0] ?? '') - product)).toBeLessThan(0.0051);
    if (scaled) expect(Math.abs(printed(rows[key]?.[1] ?? '') - (scores[key] ?? 0))).toBeLessThan(0.0051);
    if (key >= seen) expect(rows[key]?.[2]).toBe(words.hidden);
  });
  const [x = Number.NaN, y = Number.NaN] =
    rows
      .at(-1)?.[0]
      ?.match(/[\u2212-]?[\d.]+/g)
      ?.map(printed) ?? [];
  expect(Math.abs(x - (output[0] ?? 0))).toBeLessThan(0.0051);
  expect(Math.abs(y - (output[1] ?? 0))).toBeLessThan(0.0051);
}

test('as it opens, the sums are right', () => isRight(3, true, true, 4));

test('an arrow moved by keys moves the sums', async () => {
  const name = words.keyName(words.words[0] ?? '');
  const [x, y] = await vector(name);
  await arrow(name).focus();
  await open.page.keyboard.press('ArrowLeft');
  await open.page.keyboard.press('Shift+ArrowUp');
  await expect
    .poll(() => vector(name), patience)
    .toEqual([Number((x - 0.1).toFixed(1)), Number((y + 0.5).toFixed(1))]);
  await isRight(3, true, true, 4);
});

test('an arrow dragged by pointer goes along, and stays inside the plane', async () => {
  const name = words.queryName(words.words[3] ?? '');
  const before = await vector(name);
  const handle = arrow(name).locator('.handle');
  const box = await handle.boundingBox();
  if (!box) throw new Error('there is no handle');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await open.page.mouse.move(x, y);
  await open.page.mouse.down();
  for (let step = 1; step <= 10; step++) await open.page.mouse.move(x - 8 * step, y + 6 * step);
  await open.page.mouse.up();
  await expect.poll(() => vector(name), patience).not.toEqual(before);
  await isRight(3, true, true, 4);
  const now = await handle.boundingBox();
  if (!now) throw new Error('there is no handle');
  await open.page.mouse.move(now.x + now.width / 2, now.y + now.height / 2);
  await open.page.mouse.down();
  await open.page.mouse.move(now.x - 2000, now.y + 2000);
  await open.page.mouse.up();
  await expect.poll(() => vector(name), patience).toEqual([-3, -3]);
  await isRight(3, true, true, 4);
});

test('without the scale, without the mask, with another word that asks and with other words', async () => {
  await figure.getByRole('checkbox', { name: words.scaled }).uncheck();
  await isRight(3, false, true, 4);
  await figure.getByRole('checkbox', { name: words.causal }).uncheck();
  await isRight(3, false, false, 4);
  await figure.getByRole('radio', { name: '5', exact: true }).check();
  await isRight(3, false, false, 5);
  await figure.getByRole('radio', { name: words.words[1] ?? '', exact: true }).check();
  await isRight(1, false, false, 5);
  await figure.getByRole('checkbox', { name: words.causal }).check();
  await isRight(1, false, true, 5);
});
