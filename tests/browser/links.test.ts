import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { messages } from '../../src/book/messages/index.ts';
import { nextTokenMessages } from '../../src/widgets/messages/next-token.ts';
import { act, bring, inState, patience, slide, type, wordProbabilities } from './support/figures.ts';
import { openSite, type Site } from './support/site.ts';
import { until } from './support/until.ts';

/** An address holds the whole page: its figures, and if wanted its theme and its backend. */

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

const story = nextTokenMessages.examples[1] ?? '';

test('a link opened in a fresh browser gives the same numbers', async () => {
  const first = await site.open('/introduction');
  const figure = await bring(first.page, 'next-token');
  await type(figure, story);
  await slide(figure, nextTokenMessages.temperature, 1.5);
  await act(figure, 'Link');
  await first.page.getByRole('checkbox', { name: 'with this theme' }).check();
  const address = await figure.getByRole('textbox', { name: 'Address' }).inputValue();
  const numbers = await wordProbabilities(figure);
  await first.finish();

  const url = new URL(address);
  expect(url.searchParams.get('page')).toBe('1~theme:light');
  const second = await site.open(url.pathname, { query: url.search.slice(1), theme: 'dark' });
  const again = await bring(second.page, 'next-token');
  expect(await second.page.evaluate(() => document.documentElement.dataset.theme)).toBe('light');
  await until(
    'the same numbers',
    async () => [...(await wordProbabilities(again))].join(),
    (shown) => shown === [...numbers].join(),
  );
  // A theme of a link is for this visit.
  expect(await second.page.evaluate(() => localStorage.getItem('book:settings'))).toBeNull();
  await second.finish();
});

test.each([
  ['page=1~theme:pink', 'The theme names something'],
  ['page=7~theme:dark', 'another version'],
  ['bogus=1~x:1', 'the book has no figure “bogus”'],
  ['backend=abacus', 'there is no backend “abacus”'],
])('%s is answered in a sentence, and nothing else is lost', async (query, sentence) => {
  const { page, finish } = await site.open('/introduction', {
    query: `${query}&next-token=1~temperature:2`,
  });
  const figure = await bring(page, 'next-token');
  const slider = figure.getByRole('slider', { name: nextTokenMessages.temperature, exact: true });
  expect(await slider.inputValue()).toBe('2');
  await expect.poll(() => page.locator('.link-notice').innerText(), patience).toContain(sentence);
  await page.getByRole('button', { name: messages.shell.linkNotice.dismiss }).click();
  await page.locator('.link-notice').waitFor({ state: 'detached' });
  await finish();
});

const value = fc.oneof(
  fc.integer({ min: -5, max: 2000 }).map(String),
  fc.double({ min: -4, max: 8, noNaN: true }).map((number) => number.toFixed(2)),
  fc.constantFrom('', '1,2', '0,0,0', 'mia has a ball', '!t', '%', '~', ':', '<b>', '1e9', 'NaN', '\u202e'),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
);
const names = [
  'text',
  'layer',
  'head',
  'scale',
  'off',
  'cell',
  'temperature',
  'topK',
  'topP',
  'seed',
  'keys',
  'step',
  'x',
];
const payload = fc
  .tuple(
    fc.constantFrom('1', '1', '1', '2'),
    fc.array(fc.tuple(fc.constantFrom(...names), value), { maxLength: 5 }),
  )
  .map(([version, parts]) => [version, ...parts.map((part) => part.join(':'))].join('~'));

test.each([
  ['/introduction', ['next-token', 'learning-curve']],
  ['/transformer/self-attention', ['attention-map', 'attention-by-hand']],
] as const)('a hundred random states never break %s', async (path, figures) => {
  const { page, finish } = await site.open(path);
  for (const figure of figures) await bring(page, figure);
  for (const state of fc.sample(payload, 50))
    for (const figure of figures)
      await page.evaluate(
        ([widget, part]) => {
          const query = new URLSearchParams(location.search);
          query.set(widget, part);
          history.replaceState(history.state, '', `?${query}`);
          dispatchEvent(new CustomEvent('book:figure-set', { detail: widget }));
        },
        [figure, state] as const,
      );
  // The figures can be put right again, and show what they showed.
  for (const widget of figures) {
    const figure = await bring(page, widget, ['ready', 'running', 'idle']);
    await act(figure, 'Reset');
    await inState(figure, ['ready', 'running']);
  }
  await finish();
});
