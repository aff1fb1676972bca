import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { translateMessages as words } from '../../src/widgets/messages/translate.ts';
import { bring, exported, inState, patience, table, type } from './support/figures.ts';
import { type OpenPage, openSite, type Site } from './support/site.ts';

/** Translation word by word, and where each word came from. */

let site: Site;
let open: OpenPage;
let figure: Locator;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  open = await site.open('/variations/encoder-decoder');
  figure = await bring(open.page, 'translate');
});
afterEach(() => open.finish());

const written = async () => (await table(figure)).map(([word]) => word ?? '');

test('the colour follows the thing in French, and number and gender follow what is said', async () => {
  await type(figure, 'mia has a red ball .');
  await expect.poll(written, patience).toEqual('mia a un ballon rouge .'.split(' '));
  await type(figure, 'mia has two red balls .');
  await expect.poll(written, patience).toEqual('mia a deux ballons rouges .'.split(' '));
});

test('each written word divides its whole attention among the words of the source', async () => {
  const { shape, data } = await exported(figure, 'cross_attention');
  const [rows = 0, keys = 0] = shape;
  for (let row = 0; row < rows; row++) {
    const own = data.slice(row * keys, (row + 1) * keys);
    expect(own.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 3);
  }
});

test('spelling becomes sounds', async () => {
  await figure.getByRole('radio', { name: words.pairName('sounds'), exact: true }).check();
  await inState(figure, ['ready']);
  await type(figure, 'cat');
  await expect.poll(written, patience).toEqual(['K', 'AE', 'T']);
});
