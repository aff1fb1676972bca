import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Checkpoint, loadCheckpoint } from '../../src/models/checkpoints/load.ts';
import { forward } from '../../src/models/model.ts';
import { intervene } from '../../src/models/probe.ts';
import { mul, startBackend, type Tensor2D, tensor, tidy } from '../../src/models/tf.ts';
import { nodeFolder } from '../../src/training/node-files.ts';
import { attentionMapMessages as words } from '../../src/widgets/messages/attention-map.ts';
import { bring, exported, patience, printed, saysWeight, slide, textOf, type } from './support/figures.ts';
import {
  begin,
  logitsOf,
  lossOf,
  modelFolder,
  probesOf,
  softmax,
  vocabulary,
} from './support/model-command.ts';
import { type OpenPage, openSite, type Site } from './support/site.ts';

/** The map of the chapter on self-attention, cell by cell, against the command line and against sums done here. */

let site: Site;
let open: OpenPage;
let figure: Locator;
let model: Checkpoint;

beforeAll(async () => {
  await startBackend('wasm');
  model = await loadCheckpoint(nodeFolder(modelFolder));
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  open = await site.open('/transformer/self-attention');
  figure = await bring(open.page, 'attention-map');
});
afterEach(() => open.finish());

const choose = (control: 'layer' | 'head', number: number) =>
  figure
    .locator(`.${control}-control`)
    .getByRole('radio', { name: String(number), exact: true })
    .check();

const place = async (control: 'layer' | 'head') =>
  Number(await figure.locator(`.${control}-control input:checked`).inputValue());

/** The rectangle of a cell: only what a query may see is drawn, row after row. */
const cellAt = (query: number, key: number): Locator =>
  figure.locator('.viz-matrix g.cells rect').nth((query * (query + 1)) / 2 + key);

/** The tensor of the chosen head, once it is that of the text and the choice. */
async function ofHead(name: string, layer: number, head: number, length: number) {
  let found: Awaited<ReturnType<typeof exported>> | undefined;
  await expect
    .poll(async () => {
      found = await exported(figure, `layer-${layer}-head-${head}-${name}`);
      return found.shape[0];
    }, patience)
    .toBe(length);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

const furthest = (some: ArrayLike<number>, others: ArrayLike<number>): number => {
  expect(some.length).toBe(others.length);
  return Array.from(some).reduce(
    (most, value, index) => Math.max(most, Math.abs(value - (others[index] ?? Number.NaN))),
    0,
  );
};

const rowOf = ({ data }: { readonly data: ArrayLike<number> }, index: number, size: number) =>
  Array.from(data).slice(index * size, (index + 1) * size);

test('letters of the map follow the text size and the theme at once, where its width does not change', async () => {
  const map = figure.locator('.viz-matrix svg');
  const letters = () => map.evaluate((svg) => Number.parseFloat(getComputedStyle(svg).fontSize));
  const small = await letters();
  const set = (name: 'textSize' | 'theme', value: string) =>
    figure.page().evaluate(
      (given) => {
        document.documentElement.dataset[given.name] = given.value;
      },
      { name, value },
    );
  await set('textSize', 'largest');
  await expect.poll(letters, patience).toBeGreaterThan(small);
  const large = await letters();
  await set('theme', 'projector');
  await expect.poll(letters, patience).toBeGreaterThan(large);
  // Larger names leave less room for the cells: the whole is laid out anew.
  const [drawn, room] = [await map.boundingBox(), await figure.locator('.map-host').boundingBox()];
  expect(drawn?.width).toBeLessThanOrEqual((room?.width ?? 0) + 1);
});

test('the pattern of any head is what the command says; rows sum to one, and none looks ahead', async () => {
  const text = await textOf(figure);
  const layers = model.config.layers.length;
  const heads = await figure.locator('.head-control input').count();
  const names = Array.from({ length: layers }, (_, layer) => `blocks.${layer}.attn.pattern`);
  const expected = await probesOf(text, names);
  for (const [layer, head] of [
    [1, 1],
    [layers, heads],
    [2, 3],
  ] as const) {
    await choose('layer', layer);
    await choose('head', head);
    const all = expected[`blocks.${layer - 1}.attn.pattern`]; // [1, heads, query, key]
    if (!all) throw new Error(`no layer ${layer}`);
    const [, , length = 0] = all.shape;
    const own = all.data.slice((head - 1) * length ** 2, head * length ** 2); // [query, key]
    await expect
      .poll(async () => furthest((await ofHead('pattern', layer, head, length)).data, own), patience)
      .toBeLessThan(1e-3);
    const pattern = await ofHead('pattern', layer, head, length);
    for (let query = 0; query < length; query++) {
      const row = rowOf(pattern, query, length);
      expect(Math.abs(row.reduce((sum, weight) => sum + weight, 0) - 1)).toBeLessThan(1e-5);
      expect(row.slice(query + 1).every((weight) => weight === 0)).toBe(true);
    }
    // And nothing is drawn there.
    expect(await figure.locator('.viz-matrix g.cells rect').count()).toBe((length * (length + 1)) / 2);
  }
});

test('what a cell says is the product over the root, and adds up: by pointer and by keys', async () => {
  const [layer, head] = [await place('layer'), await place('head')];
  const length = await figure.locator('.viz-matrix').getAttribute('aria-rowcount').then(Number);
  const q = await ofHead('q', layer, head, length);
  const k = await ofHead('k', layer, head, length);
  const scores = await ofHead('attn_scores', layer, head, length);
  const pattern = await ofHead('pattern', layer, head, length);
  const [, size = 0] = q.shape;
  const product = (query: number, key: number) =>
    rowOf(q, query, size).reduce((sum, value, at) => sum + value * (rowOf(k, key, size)[at] ?? 0), 0);

  // All of the map, from the files that a reader can take along.
  for (let query = 0; query < length; query++) {
    const seen = rowOf(scores, query, length).slice(0, query + 1);
    expect(
      furthest(
        seen,
        seen.map((_, key) => product(query, key) / Math.sqrt(size)),
      ),
    ).toBeLessThan(1e-3);
    expect(furthest(rowOf(pattern, query, length).slice(0, query + 1), softmax(seen))).toBeLessThan(1e-4);
  }

  // And what the page prints of a cell.
  const check = async (query: number, key: number) => {
    const spoken = figure.locator('.viz-matrix [role="gridcell"]');
    await expect
      .poll(
        async () => [
          await figure.locator('.viz-matrix [role="row"]').getAttribute('aria-rowindex'),
          await spoken.getAttribute('aria-colindex'),
        ],
        patience,
      )
      .toEqual([String(query + 1), String(key + 1)]);
    const rows = await figure.locator('.inspector .sum tr td:last-child').allInnerTexts();
    const [dot = Number.NaN, score = Number.NaN] = rows.slice(0, 2).map(printed);
    expect(Math.abs(dot - product(query, key))).toBeLessThan(0.0051);
    expect(Math.abs(score - product(query, key) / Math.sqrt(size))).toBeLessThan(0.0051);
    // The numbers as printed: one divided by the root is the other, to the last digit shown.
    expect(Math.abs(dot / Math.sqrt(size) - score)).toBeLessThan(0.0051 + 0.005 / Math.sqrt(size));
    const weight = pattern.data[query * length + key] ?? Number.NaN;
    expect(saysWeight(rows[2] ?? '', weight)).toBe(true);
    expect(await figure.locator('.inspector .sum').innerText()).toContain(`÷ √${size}`);
  };
  const last = length - 1;
  for (const [query, key] of [
    [last, 0],
    [last, last],
    [3, 1],
    [0, 0],
  ] as const) {
    await cellAt(query, key).hover();
    await check(query, key);
  }
  await figure.locator('.viz-matrix').focus();
  await open.page.keyboard.press('ArrowDown');
  await check(1, 0);
  await open.page.keyboard.press('ArrowRight');
  await check(1, 1);
  // To the right of the diagonal there is nothing to choose.
  await open.page.keyboard.press('ArrowRight');
  await check(1, 1);
  await open.page.keyboard.press('PageDown');
  await open.page.keyboard.press('Home');
  await check(9, 0);
  await open.page.keyboard.press('End');
  await check(9, 9);
});

/** The mean loss with one head's output set to zero, by a forward pass of its own. */
async function lossWithout(text: string, layer: number, head: number): Promise<number> {
  const ids = (await logitsOf(text)).tokens;
  const name = `blocks.${layer - 1}.attn.z`;
  const logits = tidy(() => {
    const inputs = { tokens: tensor(ids, [1, ids.length], 'int32') as Tensor2D };
    const probe = intervene(
      (other) => other === name,
      (_, z) => {
        const [, heads = 0] = z.shape; // [batch, heads, query, head size]
        const kept = Array.from({ length: heads }, (_, index) => (index === head - 1 ? 0 : 1));
        return mul(z, tensor(kept, [1, heads, 1, 1]));
      },
    );
    return forward(model.params, model.config, inputs, { probe }).logits; // [1, seq, vocabulary]
  });
  const data = Array.from(await logits.data());
  logits.dispose();
  const losses = ids.slice(1).map((token, at) => {
    const row = data.slice(at * vocabulary.length, (at + 1) * vocabulary.length);
    return -Math.log(softmax(row)[token] ?? 0);
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

test('switching a head off changes the loss that is shown to what it then is', async () => {
  const text = await textOf(figure);
  const plain = await lossOf(text);
  const [layer, head] = [await place('layer'), await place('head')];
  const without = await lossWithout(text, layer, head);
  const losses = figure.locator('.loss-sum td');
  const near = (index: number, wanted: number) =>
    expect
      .poll(async () => Math.abs(printed((await losses.allInnerTexts())[index] ?? '') - wanted), patience)
      .toBeLessThan(0.0015);
  await near(0, plain);
  expect(await losses.nth(1).innerText()).toBe(words.unchanged);
  await figure.getByRole('checkbox', { name: words.ablate(head) }).check();
  await near(1, without);
  await near(0, plain);
  // Else there would be nothing to see.
  expect(Math.abs(without - plain)).toBeGreaterThan(1e-4);
  // The head says nothing, and still looks.
  expect(await figure.locator('.output-sum').innerText()).toMatch(/= 0$/);
  await figure.getByRole('checkbox', { name: words.ablate(head) }).uncheck();
  await expect.poll(() => losses.nth(1).innerText(), patience).toBe(words.unchanged);
});

test('scores times zero are the same for every word: each row is even', async () => {
  await slide(figure, words.scale, 0);
  const [layer, head] = [await place('layer'), await place('head')];
  const length = await figure.locator('.viz-matrix').getAttribute('aria-rowcount').then(Number);
  const even = Array.from({ length }, (_, query) =>
    Array.from({ length }, (_, key) => (key <= query ? 1 / (query + 1) : 0)),
  ).flat();
  await expect
    .poll(async () => furthest((await ofHead('pattern', layer, head, length)).data, even), patience)
    .toBeLessThan(1e-5);
});

test('typing draws the map of the longer text', async () => {
  const text = await textOf(figure);
  const before = await figure.locator('.viz-matrix').getAttribute('aria-rowcount').then(Number);
  const word = vocabulary.find((known) => /^[a-z]+$/.test(known)) ?? '';
  await type(figure, `${text} ${word} .`);
  await expect
    .poll(() => figure.locator('.viz-matrix').getAttribute('aria-rowcount'), patience)
    .toBe(String(before + 2));
  const labels = await figure.locator('.viz-matrix g.labels').first().locator('text').allTextContents();
  expect(labels.length).toBeGreaterThan(2);
  expect(labels[0]).toBe(begin);
});
