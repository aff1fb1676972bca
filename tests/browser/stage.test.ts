import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { messages } from '../../src/book/messages/index.ts';
import { overlayMessages } from '../../src/book/messages/overlays.ts';
import { bring, figureOf, patience } from './support/figures.ts';
import { axeFinds, openSite, type Site } from './support/site.ts';
import { atBeat, beatOf, present } from './support/stage.ts';
import { until } from './support/until.ts';

/** A lecturer presents: the keys of a clicker, a second window with notes, a question to the room, a code for phones. */

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

const words = overlayMessages.stage;
const chapters = ['/introduction', '/transformer/self-attention'];

async function openSpeaker(page: Page): Promise<Page> {
  const [speaker] = await Promise.all([page.waitForEvent('popup'), page.keyboard.press('s')]);
  await speaker.locator('.speaker-head').waitFor();
  return speaker;
}

describe.each(chapters)('%s', (path) => {
  test('is stepped through by the keyboard, with the speaker’s window open', async () => {
    const { page, finish } = await site.open(path, { width: 1920, height: 1080 });
    const all = await present(page);
    expect(all).toBeGreaterThan(2);
    const speaker = await openSpeaker(page);
    const problems: string[] = [];
    speaker.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    for (let beat = 1; beat <= all; beat++) {
      await atBeat(page, beat);
      const title = await page.locator('.stage h1').innerText();
      expect(title.length).toBeGreaterThan(0);
      await expect.poll(() => speaker.locator('h1').innerText(), patience).toBe(title);
      const staged = page.locator('figure.is-staged');
      const hasFigure = (await page.locator('.stage.has-figure').count()) > 0;
      expect(await staged.count()).toBe(hasFigure ? 1 : 0);
      if (hasFigure) {
        await until(
          `the figure of beat ${beat} works`,
          () => staged.getAttribute('data-state'),
          (state) => state === 'ready' || state === 'running',
        );
        // The state that the chapter asks for is one that the figure has.
        expect(await staged.locator('.figure-notice').count()).toBe(0);
        const { width = 0, height = 0 } = (await staged.boundingBox()) ?? {};
        expect(width).toBeGreaterThan(1600);
        expect(height).toBeGreaterThan(500);
      }
      const poll = page.locator('.stage .poll');
      if ((await poll.count()) > 0) {
        expect(await page.locator('.stage .poll-answer').count()).toBe(0);
        await page.keyboard.press('PageDown');
        await page.locator('.stage .poll-answer').waitFor();
      }
      await page.keyboard.press(beat % 2 === 0 ? 'PageDown' : 'ArrowRight');
      if (hasFigure && beat < all && (await beatOf(page)) === beat) await page.keyboard.press('PageDown');
    }
    await expect.poll(() => speaker.locator('.speaker-next').innerText(), patience).toContain(words.end);
    await page.keyboard.press('PageUp');
    expect(problems).toEqual([]);
    await page.keyboard.press('Escape');
    await page.locator('.stage').waitFor({ state: 'detached' });
    expect(await page.locator('[inert]:not(.figure-picture)').count()).toBe(0);
    expect(new URL(page.url()).search).not.toContain('page=');
    await expect
      .poll(() => speaker.locator('.speaker [role=status]').innerText(), patience)
      .toBe(words.waiting);
    await finish();
  });
});

test('the speaker’s window presses the keys of the wall', async () => {
  const { page, finish } = await site.open('/introduction');
  await present(page);
  const speaker = await openSpeaker(page);
  await speaker.keyboard.press('PageDown');
  // The first beat may be a question.
  await speaker.keyboard.press('PageDown');
  await until(
    'a later beat',
    () => beatOf(page),
    (beat) => beat > 1,
  );
  await speaker.getByRole('button', { name: words.keys.blank }).click();
  await page.locator('.stage-blank').waitFor();
  await page.keyboard.press('b');
  await page.locator('.stage-blank').waitFor({ state: 'detached' });
  await finish();
});

test('hands are counted on the wall or at the desk', async () => {
  const { page, finish } = await site.open('/introduction');
  await present(page);
  const speaker = await openSpeaker(page);
  for (let presses = 0; presses < 9 && (await page.locator('.stage .poll').count()) === 0; presses++)
    await page.keyboard.press('PageDown');
  const [field, other] = [page, speaker].map((window) => window.locator('.poll-hands').first());
  if (!field || !other) throw new Error('there is no question');
  await other.fill('7');
  await expect.poll(() => field.inputValue(), patience).toBe('7');
  await field.fill('many');
  expect(await field.inputValue()).toBe('7');
  await page.locator('.poll-hands').nth(1).fill('14');
  // A letter in a field is no key of the stage.
  await field.press('b');
  expect(await page.locator('.stage-blank').count()).toBe(0);
  const bars = await page
    .locator('.poll-bar')
    .evaluateAll((all) => all.map((bar) => bar.getBoundingClientRect().width));
  expect(bars[0]).toBeCloseTo((bars[1] ?? 0) / 2, 0);
  await finish();
});

test('the code for phones holds the figures as they stand on the wall', async () => {
  const { page, context, finish } = await site.open('/transformer/self-attention');
  const map = await bring(page, 'attention-map');
  await map.locator('.layer-control').getByRole('radio', { name: '2', exact: true }).check();
  await until(
    'the address has it',
    async () => page.url(),
    (url) => url.includes('layer:2'),
  );
  await page.locator('h1').click();
  await present(page);
  await page.keyboard.press('q');
  await page.locator('.phone-code svg').waitFor();
  const address = await page.locator('.phone-address').innerText();
  expect(address).toContain('layer:2');
  expect(address).not.toMatch(/page=|session/);
  const phone = await context.newPage();
  await phone.goto(address);
  const same = await bring(phone, 'attention-map');
  expect(await same.locator('.layer-control input:checked').inputValue()).toBe('2');
  await finish();
});

test('a reload, or a link, opens the same beat', async () => {
  const { page, finish } = await site.open('/introduction');
  await present(page);
  for (let presses = 0; presses < 9 && (await beatOf(page)) < 2; presses++)
    await page.keyboard.press('PageDown');
  await until(
    'the address has it',
    async () => page.url(),
    (url) => url.includes('beat:2'),
  );
  await page.reload();
  await page.locator('.stage h1').waitFor();
  expect(await beatOf(page)).toBe(2);
  await page.keyboard.press('Escape');
  await page.locator('main h1').waitFor();
  expect(await page.evaluate(() => document.documentElement.dataset.view)).toBeUndefined();
  await finish();
});

test('nothing but the stage can be reached; axe finds nothing on it, nor at the desk in any theme', async () => {
  const { page, finish } = await site.open('/transformer/self-attention', { width: 1920, height: 1080 });
  await present(page);
  for (let beat = 0; beat < 4; beat++) {
    expect(await axeFinds(page)).toEqual([]);
    await page.keyboard.press('PageDown');
  }
  for (let tabs = 0; tabs < 40; tabs++) {
    await page.keyboard.press('Tab');
    const where = await page.evaluate(() => {
      const focused = document.activeElement;
      return focused === document.body || focused?.closest('.stage, figure.is-staged') !== null;
    });
    expect(where).toBe(true);
  }
  const speaker = await openSpeaker(page);
  for (const theme of ['light', 'dark', 'projector']) {
    await speaker.evaluate((name) => {
      document.documentElement.dataset.theme = name;
    }, theme);
    expect([theme, await axeFinds(speaker)]).toEqual([theme, []]);
  }
  await finish();
});

test('single keys can be turned off; a figure with the focus is presented alone', async () => {
  const { page, finish } = await site.open('/introduction', {
    stored: { 'book:settings': { shortcuts: false } },
  });
  await page.waitForLoadState('networkidle');
  await page.keyboard.press('p');
  await page.keyboard.press('/');
  expect(await page.locator('.stage, dialog.search').count()).toBe(0);
  await page.getByRole('button', { name: messages.shell.settings }).click();
  await page.getByRole('checkbox', { name: messages.settings.shortcuts }).check();
  await page.keyboard.press('Escape');
  const figure = await bring(page, 'next-token');
  await figure.getByRole('button', { name: 'Present' }).focus();
  await page.keyboard.press('p');
  await expect.poll(() => figure.getAttribute('class'), patience).toContain('is-presented');
  await page.keyboard.press('p');
  await expect.poll(() => figureOf(page, 'next-token').getAttribute('class'), patience).toBe('figure');
  // Twice before the page is drawn again: there and back.
  await figure.getByRole('button', { name: 'Present' }).evaluate((button) => {
    for (let press = 0; press < 2; press++)
      button.dispatchEvent(new KeyboardEvent('keydown', { key: 'p', bubbles: true, cancelable: true }));
  });
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn, 300))));
  expect(await figure.getAttribute('class')).toBe('figure');
  expect(await page.evaluate(() => document.fullscreenElement)).toBeNull();
  await finish();
});
