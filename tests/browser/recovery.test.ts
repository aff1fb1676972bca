import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attentionMapMessages } from '../../src/widgets/messages/attention-map.ts';
import { messages } from '../../src/widgets/messages/en.ts';
import { learningCurveMessages } from '../../src/widgets/messages/learning-curve.ts';
import { answers } from './support/answers.ts';
import { bring, inState, patience, slide, textOf } from './support/figures.ts';
import { openSite, type Site } from './support/site.ts';
import { held, order, preludes, watchWorkers } from './support/workers.ts';

/** Browsers without what models run on, and what they run on taken away. */

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

/** What the figure says of its backend, and why. */
async function reason(figure: Locator): Promise<string> {
  const panel = figure.locator('.figure-panel p');
  if ((await panel.count()) === 0) await figure.locator('.figure-run').click();
  return panel.innerText();
}

describe('a browser without', () => {
  test.each([
    ['WebGL', undefined, [preludes.noWebGL], 'wasm', /WebAssembly, because this browser offers no WebGL/],
    ['WebGL that was asked for', 'webgl', [preludes.noWebGL], 'wasm', /because WebGL could not be started/],
    ['WebAssembly', undefined, [preludes.noWasm], 'webgl', /WebGL, because this browser has no WebAssembly/],
    [
      'WebAssembly that was asked for',
      'wasm',
      [preludes.noWasm],
      'webgl',
      /because WebAssembly could not be started/,
    ],
    ['both', undefined, [preludes.noWebGL, preludes.noWasm], 'cpu', /JavaScript, because neither/],
  ] as const)('%s', async (_, backend, taken, fallback, sentence) => {
    const { page, finish } = await site.open('/introduction', {
      init: watchWorkers(...taken),
      ...(backend === undefined ? {} : { backend }),
    });
    const figure = await bring(page, 'next-token');
    expect(await figure.getAttribute('data-backend')).toBe(fallback);
    expect(await reason(figure)).toMatch(sentence);
    await answers(figure, await textOf(figure));
    await finish();
  });

  test('workers', async () => {
    const { page, finish } = await site.open('/introduction', { init: 'delete window.Worker;' });
    const figure = await bring(page, 'next-token', ['error']);
    expect(await figure.getByRole('alert').innerText()).toMatch(
      /The browser did not start the worker.*The text and formulas work as they are/s,
    );
    await page.locator('.rail').getByRole('link', { name: 'Self-attention', exact: true }).click();
    await page.locator('h1', { hasText: 'Self-attention' }).waitFor();
    await bring(page, 'attention-by-hand', ['error']);
    await finish();
  });
});

const lost = [/CONTEXT_LOST|context lost|WebGL/i];

describe('a lost WebGL context', () => {
  test('between two questions: the next is answered on WebAssembly, and the figure says why', async () => {
    const { page, finish } = await site.open('/introduction', {
      backend: 'webgl',
      init: watchWorkers(),
      allow: lost,
    });
    const figure = await bring(page, 'next-token');
    const text = await textOf(figure);
    expect(await order(page, 'loseContext')).toBe(1);
    expect(await reason(figure)).toMatch(/graphics card/);
    await figure.getByRole('textbox', { name: /^Text/ }).fill(`${text} a`);
    await expect.poll(() => figure.getAttribute('data-backend'), patience).toBe('wasm');
    expect(await reason(figure)).toMatch(/WebAssembly, because the browser took the graphics card away/);
    await answers(figure, await textOf(figure));
    const { workers, contexts, started } = await held(page);
    expect(contexts).toBe(0);
    expect(started).toBe(2);
    expect(workers).toBeGreaterThan(0);
    await finish();
  });

  test('during a drag', async () => {
    const { page, finish } = await site.open('/transformer/self-attention', {
      backend: 'webgl',
      init: watchWorkers(),
      allow: lost,
    });
    const figure = await bring(page, 'attention-map');
    await slide(figure, attentionMapMessages.scale, 1.5);
    const losing = order(page, 'loseContext');
    await slide(figure, attentionMapMessages.scale, 2);
    await losing;
    await slide(figure, attentionMapMessages.scale, 1);
    await expect.poll(() => figure.getAttribute('data-backend'), patience).toBe('wasm');
    await inState(figure, ['ready']);
    await finish();
  });

  test('a training run goes on from what was saved', async () => {
    const { page, finish } = await site.open('/introduction', {
      backend: 'webgl',
      init: watchWorkers(),
      allow: lost,
    });
    const figure = await bring(page, 'learning-curve');
    await figure.getByRole('button', { name: learningCurveMessages.train }).click();
    const stands = async () =>
      Number(
        /Your run stands at step ([\d,]+)/
          .exec(await figure.locator('.figure-reads').innerText())?.[1]
          ?.replaceAll(',', '') ?? 0,
      );
    await expect.poll(stands, patience).toBeGreaterThan(0);
    const before = await stands();
    expect(await order(page, 'loseContext')).toBe(1);
    await expect.poll(() => figure.getAttribute('data-backend'), patience).toBe('wasm');
    await expect.poll(stands, patience).toBeGreaterThan(before + 1);
    expect(await figure.getAttribute('data-state')).toBe('running');
    await finish();
  });
});

const dies = [/the worker dies/];

describe('a worker that dies', () => {
  test('between two questions: a new one answers the next', async () => {
    const { page, finish } = await site.open('/introduction', { init: watchWorkers(), allow: dies });
    const figure = await bring(page, 'next-token');
    const text = await textOf(figure);
    await order(page, 'die');
    await expect
      .poll(() => reason(figure), patience)
      .toMatch(/The part of the page that runs the models stopped, and was started anew/);
    await figure.getByRole('textbox', { name: /^Text/ }).fill(`${text} a`);
    await answers(figure, await textOf(figure));
    expect((await held(page)).started).toBe(2);
    await finish();
  });

  test('over the same question again and again: the figure says so, and what else there is works', async () => {
    const { page, finish } = await site.open('/transformer/self-attention', {
      init: watchWorkers(preludes.diesOnRun),
      allow: dies,
    });
    const figure = await bring(page, 'attention-map', ['error']);
    expect(await figure.getByRole('alert').innerText()).toMatch(/stopped, and was started anew.*Try again/s);
    await figure.getByRole('button', { name: messages.error.retry }).click();
    await inState(figure, ['error']);
    await bring(page, 'attention-by-hand');
    expect(await page.locator('h1').innerText()).toBe('Self-attention');
    await finish();
  });
});
