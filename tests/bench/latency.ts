/**
 * From a reader's hand to the picture: how long after a key is pressed the frame with the new picture is on the screen, in
 * Chromium on the built site, on the backend that the page chooses by itself.
 */
import type { Locator, Page } from 'playwright-core';
import { attentionByHandMessages } from '../../src/widgets/messages/attention-by-hand.ts';
import { attentionMapMessages } from '../../src/widgets/messages/attention-map.ts';
import { nextTokenMessages } from '../../src/widgets/messages/next-token.ts';
import { bring, textOf } from '../browser/support/figures.ts';
import buildSites from '../browser/support/global-setup.ts';
import { openSite } from '../browser/support/site.ts';
import { until } from '../browser/support/until.ts';

export interface Latency {
  readonly what: string;
  readonly bar: number;
  readonly backend: string;
  /** Milliseconds, sorted. */
  readonly times: readonly number[];
}

interface Stopwatch {
  /** When the last key went down, by the browser's clock; null once its picture is there. */
  pressed: number | null;
  times: number[];
}

type WatchedWindow = Window & { stopwatch: Stopwatch };

/**
 * Starts at the first `keydown`, and stops in the first frame after the chart was written to: when that frame has been
 * handed over to be shown. Text of a run by the model changes its chart once the answer is there, so this is the whole way.
 */
async function watch(page: Page, chart: string): Promise<void> {
  await page.evaluate((selector) => {
    const host = document.querySelector(selector);
    if (!host) throw new Error(`no ${selector}`);
    const stopwatch: Stopwatch = { pressed: null, times: [] };
    (window as unknown as WatchedWindow).stopwatch = stopwatch;
    addEventListener(
      'keydown',
      (event) => {
        stopwatch.pressed ??= event.timeStamp;
      },
      { capture: true },
    );
    new MutationObserver(() => {
      const { pressed } = stopwatch;
      if (pressed === null) return;
      stopwatch.pressed = null;
      requestAnimationFrame(() => {
        // A message stands behind the frame: it arrives when layout and paint are done.
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => stopwatch.times.push(performance.now() - pressed);
        port2.postMessage(null);
      });
    }).observe(host, { subtree: true, childList: true, attributes: true, characterData: true });
  }, chart);
}

const counted = (page: Page) =>
  page.evaluate(() => (window as unknown as WatchedWindow).stopwatch.times.length);

/** Presses each key once its forerunner's picture is there. Keys that change no picture have no time. */
async function measure(
  figure: Locator,
  chart: string,
  element: Locator,
  keys: readonly { readonly key: string; readonly draws: boolean }[],
): Promise<number[]> {
  const page = figure.page();
  await watch(page, chart);
  await element.focus();
  let pictures = 0;
  for (const { key, draws } of keys) {
    await page.evaluate(() => {
      (window as unknown as WatchedWindow).stopwatch.pressed = null;
    });
    await page.keyboard.press(key);
    // A hand rests between two moves; and asking for the count takes time of the page.
    await page.waitForTimeout(80);
    if (!draws) continue;
    pictures += 1;
    const wanted = pictures;
    await until(
      `picture ${wanted} after ${key}`,
      () => counted(page),
      (count) => count >= wanted,
    );
  }
  const { times } = await page.evaluate(() => (window as unknown as WatchedWindow).stopwatch);
  return times.sort((a, b) => a - b);
}

const moves = 100;
/** Up and down, so that it never rests at an end. */
const upAndDown = Array.from({ length: moves }, (_, move) => ({
  key: Math.floor(move / 6) % 2 === 0 ? 'ArrowRight' : 'ArrowLeft',
  draws: true,
}));

async function onSlider(
  page: Page,
  what: string,
  widget: string,
  label: string,
  chart: string,
): Promise<Latency> {
  const figure = await bring(page, widget);
  const slider = figure.getByRole('slider', { name: label, exact: true });
  const times = await measure(figure, `figure[data-widget="${widget}"] ${chart}`, slider, upAndDown);
  return { what, bar: 50, backend: (await figure.getAttribute('data-backend')) ?? '', times };
}

/** Words are typed and taken away again; the chart changes with each key after which the text has other words. */
async function onKeys(page: Page, what: string, widget: string, chart: string): Promise<Latency> {
  const figure = await bring(page, widget);
  const field = figure.getByRole('textbox', { name: /^Text/ });
  const text = await textOf(figure);
  await field.press('End');
  const keys = Array.from({ length: moves / 2 }, () => [
    { key: 'Space', draws: false },
    { key: 'Period', draws: true },
    { key: 'Backspace', draws: true },
    { key: 'Backspace', draws: false },
  ]).flat();
  const times = await measure(figure, `figure[data-widget="${widget}"] ${chart}`, field, keys);
  if ((await textOf(figure)) !== text) throw new Error('not every key was typed');
  return { what, bar: 100, backend: (await figure.getAttribute('data-backend')) ?? '', times };
}

export async function latencies(): Promise<Latency[]> {
  await buildSites();
  const site = await openSite();
  try {
    const introduction = await site.open('/introduction');
    const first = [
      await onSlider(
        introduction.page,
        'temperature to bars',
        'next-token',
        nextTokenMessages.temperature,
        '.viz-bars',
      ),
      await onKeys(introduction.page, 'a word typed to bars', 'next-token', '.viz-bars'),
    ];
    await introduction.finish();
    const chapter = await site.open('/transformer/self-attention');
    const second = [
      await onSlider(
        chapter.page,
        'scale of the scores to attention map',
        'attention-map',
        attentionMapMessages.scale,
        '.viz-matrix g.cells',
      ),
      await onKeys(chapter.page, 'a word typed to attention map', 'attention-map', '.viz-matrix g.cells'),
      await onSlider(
        chapter.page,
        'an arrow to the output',
        'attention-by-hand',
        attentionByHandMessages.keyName(attentionByHandMessages.words[0]),
        // Its arrows wait for the worker; the products beside do not.
        '.by-hand-grid > div:nth-child(2) .viz-plane',
      ),
    ];
    await chapter.finish();
    return [...first, ...second];
  } finally {
    await site.close();
  }
}

export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;

/** One line a way. */
export async function printLatencies(): Promise<void> {
  console.log('from a key to its picture in Chromium, ms: p50, p95, bar for p95');
  for (const { what, bar, backend, times } of await latencies()) {
    const p95 = percentile(times, 0.95);
    console.log(
      `${percentile(times, 0.5).toFixed(1).padStart(6)}  ${p95.toFixed(1).padStart(6)}  ${String(bar).padStart(3)} ${p95 < bar ? 'holds' : 'OVER '}  ${what} (${times.length} times, ${backend})`,
    );
  }
}
