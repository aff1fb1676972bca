import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { crossEntropyMessages } from '../../src/widgets/messages/cross-entropy.ts';
import { dotProductMessages } from '../../src/widgets/messages/dot-product.ts';
import { gradientDescentMessages } from '../../src/widgets/messages/gradient-descent.ts';
import { softmaxOfNumbersMessages } from '../../src/widgets/messages/softmax-of-numbers.ts';
import { bring, patience, printed, slide, table } from './support/figures.ts';
import { softmax } from './support/model-command.ts';
import { type OpenPage, openSite, type Site } from './support/site.ts';

/** The primer as a reader works it: vectors dragged, numbers typed, steps taken. What is shown is worked out here once more. */

let site: Site;
let open: OpenPage;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  open = await site.open('/primer');
});
afterEach(() => open.finish());

test('a vector turned by keys: the sum passes through zero at a right angle', async () => {
  const figure = await bring(open.page, 'dot-product');
  const total = figure.locator('.sum-table .is-total td');
  const start = printed(await total.innerText());
  expect(start).toBeCloseTo(2 * 0.5 + 1 * 2, 2);
  // b goes from (0.5, 2) to (-1, 2): at a right angle to (2, 1).
  const b = figure.getByRole('slider', { name: dotProductMessages.nameB, exact: true });
  await b.focus();
  for (let press = 0; press < 3; press++) await b.press('Shift+ArrowLeft');
  await expect.poll(async () => printed(await total.innerText()), patience).toBe(0);
  expect(await figure.locator('.figure-reads').innerText()).toContain('right angle');
  await b.press('ArrowLeft');
  await expect.poll(async () => printed(await total.innerText()), patience).toBeLessThan(0);
});

test('typed numbers become shares; a number added to all of them changes nothing', async () => {
  const figure = await bring(open.page, 'softmax-of-numbers');
  const shares = async () => (await table(figure)).map((row) => Number(row.at(-1)));
  const type = async (typed: string) => {
    const field = figure.getByRole('textbox', { name: softmaxOfNumbersMessages.numbers });
    await field.selectText();
    await field.pressSequentially(typed);
  };
  await type('3, 1.5 -2');
  const expected = softmax([3, 1.5, -2]);
  await expect.poll(async () => (await shares()).length, patience).toBe(3);
  (await shares()).forEach((share, index) => {
    expect(share).toBeCloseTo(expected[index] ?? Number.NaN, 5);
  });
  await type('1003 1001.5 998');
  await expect.poll(async () => (await table(figure))[0]?.[1], patience).toBe('1003');
  (await shares()).forEach((share, index) => {
    expect(share).toBeCloseTo(expected[index] ?? Number.NaN, 5);
  });
  await type('one two');
  await expect
    .poll(() => figure.locator('.figure-reads').innerText(), patience)
    .toContain('Two numbers at least');
});

test('steps against the gradient make the word that came likely', async () => {
  const figure = await bring(open.page, 'cross-entropy');
  const probability = async () => {
    const row = (await table(figure)).find(([word]) => word === 'blue');
    return Number(row?.[2]);
  };
  await figure.getByRole('radio', { name: 'blue', exact: true }).check();
  const before = await probability();
  const step = figure.getByRole('button', { name: crossEntropyMessages.step });
  for (let press = 0; press < 4; press++) await step.click();
  await expect.poll(probability, patience).toBeGreaterThan(before + 0.3);
  const gradient = (await table(figure)).map((row) => Number(row[4]));
  expect(gradient.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 4);
});

test('a learning rate over the limit flies off, one under it arrives', async () => {
  const figure = await bring(open.page, 'gradient-descent');
  await slide(figure, gradientDescentMessages.steps, 60);
  await slide(figure, gradientDescentMessages.rate, 0.28);
  const loss = async () => Number((await table(figure)).at(-1)?.[3]);
  await expect.poll(loss, patience).toBeLessThan(0.2);
  await slide(figure, gradientDescentMessages.rate, 0.3);
  await expect.poll(loss, patience).toBeGreaterThan(1);
  expect(await figure.locator('.figure-reads').innerText()).toContain('overshoots');
});
