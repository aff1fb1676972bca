import { afterAll, beforeAll, expect, test } from 'vitest';
import { patience } from './support/figures.ts';
import { figuresReady, openSite, type Site } from './support/site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

test('the reader goes from chapter to chapter and back without a reload', async () => {
  const { page, finish } = await site.open('/introduction');
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => {
    (window as unknown as { sameDocument: boolean }).sameDocument = true;
    scrollTo(0, 400);
  });
  await page.waitForFunction(() => scrollY === 400);
  await page.locator('.rail').getByRole('link', { name: 'Self-attention' }).click();
  await page.waitForURL('**/transformer/self-attention');
  await page.locator('h1', { hasText: 'Self-attention' }).waitFor();
  await expect.poll(() => page.title(), patience).toBe('Self-attention · LLM Architecture');
  await expect.poll(() => page.evaluate(() => scrollY), patience).toBe(0);
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName), patience).toBe('H1');
  await page.goBack();
  await page.locator('h1', { hasText: 'Introduction' }).waitFor();
  await page.waitForFunction(() => scrollY === 400);
  expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);
  await finish();
});

test('a theme is chosen by keyboard, kept, and there at the first paint of the next page', async () => {
  const { page, context, finish } = await site.open('/');
  await page.waitForLoadState('networkidle');
  await page.getByRole('button', { name: 'Settings' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('radio', { name: 'Dark' }).check();
  await expect.poll(() => page.evaluate(() => document.documentElement.dataset.theme), patience).toBe('dark');
  await page.keyboard.press('Escape');
  await page.getByRole('radio', { name: 'Dark' }).waitFor({ state: 'hidden' });
  const next = await context.newPage();
  await next.goto(`${site.address}introduction`, { waitUntil: 'commit' });
  await next.waitForSelector('body', { state: 'attached' });
  expect(await next.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
  await finish();
});

test.each([
  ['broken JSON', '{"theme":'],
  ['another shape', '[1, 2, 3]'],
  ['unknown values', '{"theme":"sepia","textSize":12}'],
])('settings that are %s are treated as none', async (_, value) => {
  const { page, finish } = await site.open('/', {
    stored: { 'book:settings': value, 'book:progress': value },
  });
  await page.waitForLoadState('networkidle');
  expect(await page.evaluate(() => ({ ...document.documentElement.dataset }))).toEqual({});
  expect(await page.locator('h1').isVisible()).toBe(true);
  await finish();
});

test('a chapter counts as read at its end, and the cover says where to go on', async () => {
  const { page, finish } = await site.open('/introduction');
  await page.waitForLoadState('networkidle');
  await page.locator('.neighbours').scrollIntoViewIfNeeded();
  await page.locator('.stream .part.is-read', { hasText: 'Introduction' }).waitFor();
  await page.goto(site.address);
  await page.getByRole('link', { name: 'Go on at 1, Introduction' }).waitFor();
  await finish();
});

test('every chapter of the contents is written, and is a link', async () => {
  const { page, finish } = await site.open('/');
  expect(await page.locator('.contents .unwritten').count()).toBe(0);
  for (const part of ['encoder-only', 'encoder-decoder']) {
    expect(await page.locator(`.contents a[href$="/variations/${part}"]`).count()).toBeGreaterThan(0);
  }
  await finish();
});

test('an address that leads nowhere says so, and leads back', async () => {
  const { page, finish } = await site.open('/no/such/page', { allow: [/404/] });
  expect(await page.locator('h1').innerText()).toBe('No such page');
  await page.waitForLoadState('networkidle');
  await page.getByRole('link', { name: 'To the contents' }).click();
  await page.locator('.contents').waitFor();
  await finish();
});

test('a symbol of a formula, a word for its tensor and the tensor in the figure light each other', async () => {
  const { page, finish } = await site.open('/transformer/self-attention');
  await page.locator('figure[data-widget="attention-map"]').scrollIntoViewIfNeeded();
  await figuresReady(page, 'attention-map');
  const symbols = page.locator('.formula [data-symbol="query"]');
  const tensors = page.locator('figure [data-tensor="query"]');
  await symbols.first().focus();
  await page.locator('figure [data-tensor="query"].is-lit').first().waitFor();
  expect(await page.locator('.tensor[data-symbol="query"].is-lit').count()).toBeGreaterThan(0);
  expect(await page.locator('[data-symbol="key"].is-lit, [data-tensor="key"].is-lit').count()).toBe(0);
  await page.locator('.tensor[data-symbol="key"]').first().hover();
  await page.locator('figure [data-tensor="key"].is-lit').first().waitFor();
  await tensors.first().hover();
  await page.locator('.formula [data-symbol="query"].is-lit').first().waitFor();
  await finish();
});

test('the first Tab is the way past the contents', async () => {
  const { page, finish } = await site.open('/transformer/self-attention');
  // Chromium drops keys until a page has been drawn.
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn))));
  await page.keyboard.press('Tab');
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.textContent), patience)
    .toBe('Skip to the text');
  await page.keyboard.press('Enter');
  await page.waitForURL('**#text');
  await finish();
});
