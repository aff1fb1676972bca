import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { nextTokenMessages as words } from '../../src/widgets/messages/next-token.ts';
import { act, barsOf, bring, patience, slide, textOf, type, wordProbabilities } from './support/figures.ts';
import { logitsOf, nextWords, softmax, vocabulary } from './support/model-command.ts';
import { type OpenPage, openSite, type Site } from './support/site.ts';

/** What a reader does with the first figure of the book, and that it answers for the right reason. */

const [, text = ''] = words.examples;
let site: Site;
let open: OpenPage;
let figure: Awaited<ReturnType<typeof bring>>;
/** By word, after `text`. */
let logits: Map<string, number>;
let sorted: [word: string, probability: number][];

beforeAll(async () => {
  const last = (await logitsOf(text)).logits.at(-1) ?? [];
  logits = new Map(last.map((logit, id) => [vocabulary[id] ?? '', logit]));
  sorted = ranked(softmax(last));
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  open = await site.open('/introduction');
  figure = await bring(open.page, 'next-token');
  await figure.getByRole('button', { name: text, exact: true }).click();
  await shows(sorted);
});
afterEach(() => open.finish());

const ranked = (probabilities: readonly number[]): [string, number][] =>
  probabilities
    .map((probability, id): [string, number] => [vocabulary[id] ?? '', probability])
    .sort(([, a], [, b]) => b - a);

/** Waits until the table holds these, in any order of those that tie. */
async function shows(wanted: readonly (readonly [string, number])[]): Promise<void> {
  await expect
    .poll(async () => {
      const shown = await wordProbabilities(figure);
      return Math.max(...wanted.map(([word, probability]) => Math.abs((shown.get(word) ?? 9) - probability)));
    }, patience)
    .toBeLessThan(1e-3);
}

/** A printed probability, as near as two decimals say it. */
async function firstBarReads(probability: number): Promise<void> {
  await expect
    .poll(
      async () => Math.abs(Number((await barsOf(figure))[0]?.number.replace(/[<> ]/g, '')) - probability),
      patience,
    )
    .toBeLessThan(0.011);
}

test.each([0.3, 2.5])('temperature %d divides the scores before the softmax', async (temperature) => {
  const probabilities = softmax([...logits.values()], temperature);
  await slide(figure, words.temperature, temperature);
  await shows(ranked(probabilities));
  await firstBarReads(Math.max(...probabilities));
});

test('at temperature 0 the best word has it all', async () => {
  await slide(figure, words.temperature, 0);
  await shows(sorted.map(([word], rank) => [word, rank === 0 ? 1 : 0]));
  await figure.getByRole('button', { name: words.sample }).click();
  await expect.poll(() => textOf(figure), patience).toBe(`${text} ${sorted[0]?.[0]}`);
});

test('top-k leaves k words, hollows the others out and shares what they had', async () => {
  await slide(figure, words.temperature, 2);
  const hot = ranked(softmax([...logits.values()], 2));
  await slide(figure, words.topK, 3);
  await expect.poll(async () => (await barsOf(figure)).filter(({ cut }) => !cut).length, patience).toBe(3);
  const kept = hot.slice(0, 3).reduce((sum, [, probability]) => sum + probability, 0);
  await firstBarReads((hot[0]?.[1] ?? 0) / kept);
  const bars = await barsOf(figure);
  expect(bars.map(({ token }) => token).slice(0, 3)).toEqual(hot.slice(0, 3).map(([word]) => word));
  expect(bars.slice(3).every(({ cut, number }) => cut && number === 'cut')).toBe(true);
  // What the cut took away stays drawn as long as it was; what is left grew.
  expect(bars[3]?.width).toBeLessThanOrEqual(bars[2]?.width ?? 0);
});

test('top-p leaves the fewest words that together have p', async () => {
  await slide(figure, words.temperature, 2);
  const hot = ranked(softmax([...logits.values()], 2));
  await slide(figure, words.topP, 0.5);
  let sum = 0;
  const kept = hot.findIndex(([, probability]) => {
    sum += probability;
    return sum >= 0.5;
  });
  await expect
    .poll(async () => (await barsOf(figure)).filter(({ cut }) => !cut).length, patience)
    .toBe(Math.min(kept + 1, 12));
});

test('a word is drawn by the seed: the same again after Undo, from the words that the cut left', async () => {
  await slide(figure, words.temperature, 3);
  await slide(figure, words.topK, 5);
  const left = (await barsOf(figure)).slice(0, 5).map(({ token }) => token);
  const drawn: string[] = [];
  for (let round = 0; round < 2; round++) {
    await expect
      .poll(() => figure.getByRole('button', { name: words.sample }).isEnabled(), patience)
      .toBe(true);
    await figure.getByRole('button', { name: words.sample }).click();
    await expect.poll(() => textOf(figure), patience).not.toBe(text);
    drawn.push((await textOf(figure)).slice(text.length + 1));
    expect(left).toContain(drawn.at(-1));
    await figure.locator('.viz-chips .is-chosen', { hasText: drawn.at(-1) ?? '' }).waitFor();
    await figure.getByRole('button', { name: words.undo }).click();
    await expect.poll(() => textOf(figure), patience).toBe(text);
    // The bars of this text again: until then nothing is drawn.
    await expect
      .poll(async () => (await barsOf(figure)).slice(0, 5).map(({ token }) => token), patience)
      .toEqual(left);
    await shows(ranked(softmax([...logits.values()], 3)));
  }
  expect(drawn[1]).toBe(drawn[0]);
});

test('pressing a bar writes its word, and the bars are those of the longer text', async () => {
  const second = (await barsOf(figure))[1]?.token ?? '';
  await figure.locator('.viz-bars g').nth(1).click();
  await expect.poll(() => textOf(figure), patience).toBe(`${text} ${second}`);
  await shows([...(await nextWords(`${text} ${second}`))]);
});

test('a bar is picked by keys', async () => {
  const third = (await barsOf(figure))[2]?.token ?? '';
  const list = figure.getByRole('listbox');
  await list.focus();
  await list.press('ArrowDown');
  await list.press('ArrowDown');
  await list.press('Enter');
  await expect.poll(() => textOf(figure), patience).toBe(`${text} ${third}`);
});

test('a word that the model does not know is shown as such, left out, and can be mended', async () => {
  // A known word with a letter too many, which no word of the model is.
  const known = vocabulary.find((word) => /^[a-z]{5,}$/.test(word)) ?? '';
  const unknown = `${known}q`;
  expect(vocabulary).not.toContain(unknown);
  await type(figure, `${text} ${unknown}`);
  const notice = figure.locator('.word-notice');
  await expect.poll(() => notice.innerText(), patience).toContain(`does not know “${unknown}”`);
  await figure.locator('.viz-chips .is-unknown', { hasText: unknown }).waitFor();
  await shows(sorted);
  await notice.getByRole('button', { name: known, exact: true }).click();
  expect(await textOf(figure)).toBe(`${text} ${known}`);
  await expect.poll(() => notice.innerText(), patience).toBe('');
  await shows([...(await nextWords(`${text} ${known}`))]);
});

test('several unknown words are dropped together', async () => {
  await type(figure, `zzyzx ${text} qwrtz`);
  const notice = figure.locator('.word-notice');
  await expect.poll(() => notice.innerText(), patience).toContain('does not know 2 of these words');
  await notice.getByRole('button', { name: 'Drop all unknown words' }).click();
  expect(await textOf(figure)).toBe(text);
  await shows(sorted);
});

test('the link holds what was set, and Reset takes it back', async () => {
  await slide(figure, words.temperature, 1.7);
  await act(figure, 'Link');
  const address = await figure.getByRole('textbox', { name: 'Address' }).inputValue();
  const other = await open.context.newPage();
  await other.goto(address);
  const again = await bring(other, 'next-token');
  expect(await textOf(again)).toBe(text);
  expect(await again.getByRole('slider', { name: words.temperature }).inputValue()).toBe('1.7');
  await other.close();
  await act(figure, 'Reset');
  expect(await textOf(figure)).toBe(words.examples[0]);
  expect(await figure.getByRole('slider', { name: words.temperature }).inputValue()).toBe('1');
});
