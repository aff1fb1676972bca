import { afterAll, beforeAll, expect, test } from 'vitest';
import glossary from '../../content/en/glossary.json' with { type: 'json' };
import { messages } from '../../src/book/messages/index.ts';
import { overlayMessages } from '../../src/book/messages/overlays.ts';
import { patience } from './support/figures.ts';
import { axeFinds, openSite, type Site } from './support/site.ts';

/** Search, the meaning of terms, what the browser remembers, and print. */

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

const words = overlayMessages.search;

test('a reader searches with the keyboard alone, and arrives at the heading', async () => {
  const { page, finish } = await site.open('/');
  await page.waitForLoadState('networkidle');
  await page.keyboard.press('/');
  await page.getByRole('searchbox').waitFor();
  await page.keyboard.type('entropy');
  const results = page.locator('dialog.search ol ul a');
  await results.first().waitFor();
  expect(await page.locator('dialog.search mark').first().innerText()).toMatch(/entrop/i);
  expect(await axeFinds(page)).toEqual([]);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  const target = await page.evaluate(() => (document.activeElement as HTMLAnchorElement).href);
  await page.keyboard.press('Enter');
  await page.waitForURL(target);
  await page.locator('dialog.search').waitFor({ state: 'detached' });
  await expect.poll(() => page.locator('h1').innerText(), patience).not.toBe(messages.book.title);
  await finish();
});

test('what is not in the book is said so, and Escape closes', async () => {
  const { page, finish } = await site.open('/introduction');
  await page.getByRole('button', { name: words.name }).click();
  await page.getByRole('searchbox').fill('щщщщ');
  await expect.poll(() => page.locator('.search-status').innerText(), patience).toBe(words.found(0));
  await page.keyboard.press('Escape');
  await page.locator('dialog.search').waitFor({ state: 'detached' });
  await finish();
});

test('search works under a base path', async () => {
  const based = await openSite({ withBase: true, isolated: false });
  const { page, finish } = await based.open('/introduction');
  await page.getByRole('button', { name: words.name }).click();
  await page.getByRole('searchbox').fill('softmax');
  const result = page.locator('dialog.search .search-page').first();
  await result.waitFor();
  expect(await result.getAttribute('href')).toMatch(/^\/books\/llm\/\w/);
  await finish();
  await based.close();
});

test('a term explains itself on pointing and on focus, and Escape hides it', async () => {
  const { page, finish } = await site.open('/introduction');
  await page.waitForLoadState('networkidle');
  const term = page.locator('a.term[href$="#token"]').first();
  const meaning = page.getByRole('tooltip');
  await term.hover();
  await meaning.waitFor();
  expect(await meaning.innerText()).toContain(glossary.find(({ id }) => id === 'token')?.definition);
  expect(await term.getAttribute('aria-describedby')).toBe('term-meaning');
  // It can be pointed at.
  await meaning.hover();
  expect(await meaning.isVisible()).toBe(true);
  await page.keyboard.press('Escape');
  await meaning.waitFor({ state: 'hidden' });
  await page.mouse.move(0, 0);
  await term.focus();
  await meaning.waitFor();
  await page.locator('.name').focus();
  await meaning.waitFor({ state: 'hidden' });
  await finish();
});

test('on a phone a first tap explains, a second one follows', async () => {
  const { page, finish } = await site.open('/introduction', { phone: true, width: 390, height: 844 });
  await page.waitForLoadState('networkidle');
  const term = page.locator('a.term').first();
  await term.tap();
  await page.getByRole('tooltip').waitFor();
  expect(new URL(page.url()).pathname).toBe('/introduction');
  await term.tap();
  await page.waitForURL('**/glossary#*');
  await finish();
});

test('what is remembered is saved as a file, and erased', async () => {
  const { page, finish } = await site.open('/introduction', {
    stored: { 'book:progress': { read: ['/introduction'], last: '/introduction', answers: {} } },
  });
  await page.waitForLoadState('networkidle');
  await page.getByRole('button', { name: messages.shell.settings }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: messages.settings.save }).click(),
  ]);
  const stream = await download.createReadStream();
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  expect(JSON.parse(text)).toMatchObject({ 'book:progress': { read: ['/introduction'] } });
  await page.getByRole('button', { name: messages.settings.forget }).click();
  await expect
    .poll(() => page.locator('.settings-status').innerText(), patience)
    .toBe(messages.settings.forgotten);
  expect(
    await page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith('book:'))),
  ).toEqual([]);
  await finish();
});

test('print is in the light theme, without what only a screen can do', async () => {
  const { page, finish } = await site.open('/introduction', {
    stored: { 'book:settings': { theme: 'dark' } },
  });
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({ media: 'print' });
  expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('light');
  for (const hidden of ['.head', '.rail', '.figure-foot', '.foot'])
    expect(await page.locator(hidden).first().isVisible()).toBe(false);
  expect(await page.locator('figure[data-widget]').first().isVisible()).toBe(true);
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
  await finish();
});
