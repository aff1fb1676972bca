import type { BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { messages } from '../../src/widgets/messages/en.ts';
import { answers } from './support/answers.ts';
import { damaged } from './support/damage.ts';
import { act, bring, patience, textOf } from './support/figures.ts';
import { vocabulary } from './support/model-command.ts';
import { openSite, type Site } from './support/site.ts';

/** Whatever a reader, a link or a server puts into a figure ends in a clear sentence, and in a page that still works. */

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

describe('a broken link', () => {
  test.each([
    ['another version', '9~text:mia', messages.badState.version],
    ['no version', 'text:mia', messages.badState.version],
    ['a setting there is not', '1~bogus:7~temperature:2', messages.badState.unknown],
    ['a number out of range', '1~temperature:99', 'Temperature must be between 0 and 3'],
    ['a number that is none', '1~temperature:hot', 'Temperature is broken'],
    ['a huge number', `1~seed:${'9'.repeat(400)}`, 'Seed is broken'],
    ['half an escape', '1~temperature:%E0%A4%A', 'Temperature is broken'],
    ['names of JavaScript', '1~__proto__:1~constructor:2~toString:3', messages.badState.unknown],
    ['markup', '1~topK:<img src=x onerror=alert(1)>', 'Top-k is broken'],
    ['a text too long', `1~text:${'mia '.repeat(800)}`, 'is broken'],
  ])('%s', async (_, state, sentence) => {
    const { page, finish } = await site.open('/introduction', { query: `next-token=${state}` });
    const figure = await bring(page, 'next-token');
    await expect.poll(() => figure.locator('.figure-notice').innerText(), patience).toContain(sentence);
    expect(await figure.locator('.viz-bars g').count()).toBeGreaterThan(3);
    await act(figure, 'Reset');
    await expect.poll(() => figure.locator('.figure-notice').count(), patience).toBe(0);
    await finish();
  });

  test('a cell that the text does not have, and a list that is too short', async () => {
    const { page, finish } = await site.open('/transformer/self-attention', {
      query: 'attention-map=1~cell:1000,1000~layer:1&attention-by-hand=1~keys:1,2',
    });
    const map = await bring(page, 'attention-map');
    expect(await map.locator('.inspector .sum td').count()).toBeGreaterThan(3);
    expect(await map.locator('.layer-control input:checked').inputValue()).toBe('1');
    const byHand = await bring(page, 'attention-by-hand');
    await expect.poll(() => byHand.locator('.figure-notice').innerText(), patience).toContain('is broken');
    await finish();
  });
});

/** Answers requests for files that end so; all else goes to the server. */
const answer =
  (file: string, status: number, body: Buffer | string, contentType = 'application/octet-stream') =>
  (context: BrowserContext) =>
    context.route(`**/gpt2-toytown/${file}`, (route) => route.fulfill({ status, body, contentType }));

describe('weights', () => {
  test.each(Object.keys(damaged))('%s', async (name) => {
    const { page, context, finish } = await site.open('/transformer/self-attention', {
      prepare: answer('model.safetensors', 200, damaged[name]?.() ?? ''),
    });
    const figure = await bring(page, 'attention-map', ['error']);
    const alert = await figure.getByRole('alert').innerText();
    expect(alert).toMatch(/The files of this model cannot be used: .+\./);
    expect(alert).toMatch(/Reload the page to fetch them again\./);
    // No stack, no code of ours, no number that is no number of the reader's.
    expect(alert).not.toMatch(/undefined|null|NaN\b.*NaN|Error:|\bat \w+ \(/);
    expect(await figure.locator('.figure-reads').innerText()).toContain('cannot be used');
    // What needs no weights works, and so does the way on.
    await bring(page, 'attention-by-hand');
    await context.unroute('**/gpt2-toytown/model.safetensors');
    await figure.getByRole('button', { name: messages.error.retry }).click();
    await bring(page, 'attention-map');
    await finish();
  });

  test('that stay damaged leave the rest of the book as it is', async () => {
    const { page, finish } = await site.open('/transformer/self-attention', {
      prepare: answer('model.safetensors', 200, 'damaged'),
    });
    const figure = await bring(page, 'attention-map', ['error']);
    await figure.getByRole('button', { name: messages.error.retry }).click();
    await bring(page, 'attention-map', ['error']);
    await page.locator('.rail a[href$="/introduction"]').click();
    await bring(page, 'next-token', ['error']);
    // The recorded run of the training is drawn without the weights.
    await bring(page, 'learning-curve');
    expect(await page.locator('h1').innerText()).toBe('Introduction');
    await finish();
  });

  test.each([
    ['model.safetensors', 404, /The files of this model are not on the server/],
    ['model.safetensors', 500, /The model could not be fetched/],
    ['config.json', 404, /The files of this model are not on the server/],
    ['tokenizer.json', 404, /The files of this model are not on the server/],
  ])('%s answered with %i', async (file, status, sentence) => {
    const { page, context, finish } = await site.open('/introduction', {
      prepare: answer(file, status, 'no'),
      allow: [/Failed to load resource/],
    });
    const figure = await bring(page, 'next-token', ['error']);
    expect(await figure.getByRole('alert').innerText()).toMatch(sentence);
    await context.unroute(`**/gpt2-toytown/${file}`);
    await figure.getByRole('button', { name: messages.error.retry }).click();
    await bring(page, 'next-token');
    await finish();
  });

  test.each(['config.json', 'tokenizer.json', 'curve.json'])('%s that is not JSON', async (file) => {
    const { page, finish } = await site.open('/introduction', { prepare: answer(file, 200, '{"format":') });
    const widget = file === 'curve.json' ? 'learning-curve' : 'next-token';
    const figure = await bring(page, widget, ['error']);
    expect((await figure.getByRole('alert').innerText()).length).toBeGreaterThan(40);
    expect(await page.locator('h1').innerText()).toBe('Introduction');
    await finish();
  });

  test('a server that does not answer', async () => {
    const { page, context, finish } = await site.open('/introduction', {
      prepare: (given) => given.route('**/gpt2-toytown/model.safetensors', (route) => route.abort()),
      allow: [/Failed to load resource/],
    });
    const figure = await bring(page, 'next-token', ['error']);
    expect(await figure.getByRole('alert').innerText()).toMatch(
      /could not be fetched.*Check the connection/s,
    );
    await context.unroute('**/gpt2-toytown/model.safetensors');
    await figure.getByRole('button', { name: messages.error.retry }).click();
    await bring(page, 'next-token');
    await finish();
  });
});

describe('what is typed', () => {
  const known = vocabulary.filter((word) => /^[a-z]+$/.test(word));
  const words = (count: number) =>
    Array.from({ length: count }, (_, index) => known[(7 * index) % known.length] ?? '');

  test('5,000 words', async () => {
    const { page, finish } = await site.open('/introduction');
    const figure = await bring(page, 'next-token');
    const all = words(5000);
    await figure.getByRole('textbox', { name: /^Text/ }).fill(all.join(' '));
    const notice = figure.locator('.word-notice');
    await expect.poll(() => notice.innerText(), patience).toMatch(/The model reads (\d+) words at a time/);
    const used = Number(/the last (\d+) of/.exec(await notice.innerText())?.[1]);
    await answers(figure, all.slice(-used).join(' '));
    await act(figure, 'Link');
    expect(await figure.locator('.figure-panel').innerText()).toContain('too long for a link');
    expect(await figure.getAttribute('data-state')).toBe('ready');
    await finish();
  });

  test('5,000 words that the model does not know', async () => {
    const { page, finish } = await site.open('/transformer/self-attention');
    const figure = await bring(page, 'attention-map');
    const text = await textOf(figure);
    await figure
      .getByRole('textbox', { name: /^Text/ })
      .fill(`${text} ${Array.from({ length: 5000 }, (_, index) => `xq${index}z`).join(' ')}`);
    const notice = figure.locator('.word-notice');
    await expect.poll(() => notice.innerText(), patience).toContain('does not know 5000 of these words');
    await notice.getByRole('button', { name: messages.words.dropAll }).click();
    await expect.poll(() => textOf(figure), patience).toBe(text);
    await bring(page, 'attention-map');
    await finish();
  });

  test.each([
    ['emoji', '🙂 👩‍👩‍👧‍👦🏽 🇩🇪'],
    ['text from right to left', 'שלום עולם مرحبا'],
    ['signs without a width, and lone halves of pairs', '\u200b\u202e\u0000\ud800 \udfff'],
    ['markup', '<img src=x onerror="document.title=1"> &amp; <script>document.title=1</script>'],
    ['accents in two ways', 'e\u0301te\u0301 \u00e9t\u00e9'],
  ])('%s', async (_, typed) => {
    const { page, finish } = await site.open('/introduction');
    const figure = await bring(page, 'next-token');
    const title = await page.title();
    const text = await textOf(figure);
    const field = figure.getByRole('textbox', { name: /^Text/ });
    await field.fill(`${typed} ${text}`);
    const notice = figure.locator('.word-notice');
    await expect.poll(() => notice.innerText(), patience).toMatch(/does not know/);
    expect(await figure.getAttribute('data-state')).toBe('ready');
    await expect.poll(() => figure.locator('.viz-chips .is-unknown').count(), patience).toBeGreaterThan(0);
    await notice.getByRole('button', { name: /^Drop/ }).last().click();
    await expect.poll(() => notice.innerText(), patience).toBe('');
    await answers(figure, await textOf(figure));
    expect(await page.title()).toBe(title);
    await finish();
  });

  test('a text from right to left is written from right to left', async () => {
    const { page, finish } = await site.open('/introduction');
    const figure = await bring(page, 'next-token');
    const field = figure.getByRole('textbox', { name: /^Text/ });
    await field.fill('שלום');
    expect(await field.evaluate((element) => element.matches(':dir(rtl)'))).toBe(true);
    await figure.locator('.viz-chips .is-unknown').waitFor();
    await field.fill('mia');
    expect(await field.evaluate((element) => element.matches(':dir(rtl)'))).toBe(false);
    await bring(page, 'next-token');
    await finish();
  });

  test('nothing', async () => {
    const { page, finish } = await site.open('/transformer/self-attention');
    const figure = await bring(page, 'attention-map');
    const field = figure.getByRole('textbox', { name: /^Text/ });
    const text = await textOf(figure);
    await field.fill('   ');
    await expect.poll(() => figure.getAttribute('data-state'), patience).toBe('idle');
    expect(await figure.locator('.rubric').innerText()).toBe('Type some words.');
    await field.fill(text);
    await bring(page, 'attention-map');
    await finish();
  });
});
