import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { generateMessages as words } from '../../src/widgets/messages/generate.ts';
import { bring, inState, patience, table } from './support/figures.ts';
import { logitsOf, softmax, vocabulary } from './support/model-command.ts';
import { type OpenPage, openSite, type Site } from './support/site.ts';

/** A text written word by word: each word against what the command line says of the words before it. */

let site: Site;
let open: OpenPage;
let figure: Locator;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  open = await site.open('/variations/decoder-only');
  figure = await bring(open.page, 'generate');
});
afterEach(() => open.finish());

const button = (name: string) => figure.getByRole('button', { name, exact: true });
const writtenWords = async () => (await table(figure)).map(([, word]) => word ?? '');

test('greedy decoding writes the likeliest word each time, with its probability', async () => {
  await figure.getByRole('radio', { name: words.methodName('greedy'), exact: true }).check();
  const greedy = ([, , own = '', , other = '']: readonly string[]) =>
    Number(own.replace(/[<>] /, '')) >= Number(other.replace(/[<>] /, ''));
  // The words of the sampled text give way: each is then the likeliest in its place.
  await expect.poll(async () => (await table(figure)).every(greedy), patience).toBe(true);
  await inState(figure, ['ready']);
  const rows = await table(figure);
  const text = [...words.defaultText.split(' '), ...rows.map(([, word]) => word ?? '')];
  const given = words.defaultText.split(' ').length;
  const { logits } = await logitsOf(text.join(' ')); // After the mark: one row a token.
  let sum = 0;
  rows.forEach(([, word = '', probability = ''], index) => {
    const distribution = softmax(logits[given + index] ?? []);
    const best = distribution.indexOf(Math.max(...distribution));
    expect(word).toBe(vocabulary[best]);
    const own = distribution[best] ?? 0;
    sum += Math.log(own);
    if (/^\d/.test(probability)) expect(Math.abs(Number(probability) - own)).toBeLessThan(0.0061);
  });
  const printed = await figure.locator('.generate-log').innerText();
  expect(Math.abs(Number(printed.replace('\u2212', '-').split(' ').at(-1)) - sum)).toBeLessThan(0.002);
});

test('another word leaves those before it, another seed does not; the cache changes time, not words', async () => {
  const before = await writtenWords();
  await button(words.more).click();
  await expect.poll(async () => (await writtenWords()).length, patience).toBe(before.length + 1);
  expect((await writtenWords()).slice(0, before.length)).toEqual(before);
  await inState(figure, ['ready']);
  expect(await figure.locator('.generate-same').innerText()).toBe(words.same);
  const texts = new Set([(await writtenWords()).join(' ')]);
  for (let press = 0; press < 4; press++) {
    await button(words.otherSeed).click();
    await inState(figure, ['ready']);
    texts.add((await writtenWords()).join(' '));
  }
  expect(texts.size).toBeGreaterThan(1);
});

test('a word that was written shows what else it could have been', async () => {
  await figure
    .locator('.generate-text button')
    .nth(words.defaultText.split(' ').length + 1)
    .click();
  const rows = await table(figure);
  const [first = []] = rows;
  await expect
    .poll(() => figure.locator('.figure-reads').innerText(), patience)
    .toContain(`“${first[1]}” was written`);
  const chosen = figure.locator('.generate-bars g.is-chosen .token');
  // It is among the bars unless it was a long shot.
  if ((await chosen.count()) > 0) expect(((await chosen.textContent()) ?? '').trim()).toBe(first[1]);
  expect(await figure.locator('.generate-bars g').count()).toBeGreaterThan(3);
});
