import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { learningCurveMessages as words } from '../../src/widgets/messages/learning-curve.ts';
import { trainingMessages } from '../../src/widgets/messages/training.ts';
import { bring, inState, patience } from './support/figures.ts';
import { modelFolder, written } from './support/model-command.ts';
import { type OpenPage, openSite, type Site } from './support/site.ts';

/** The recorded run, step by step, and one in the tab. */

const { steps, loss, saved } = v.parse(
  v.object({ steps: v.array(v.number()), loss: v.array(v.number()), saved: v.array(v.number()) }),
  JSON.parse(readFileSync(join(modelFolder, 'curve.json'), 'utf8')),
);
const lastStep = steps.at(-1) ?? 0;
const stops = [...new Set([...saved, lastStep])].sort((a, b) => a - b);

let site: Site;
let open: OpenPage;
let figure: Locator;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  open = await site.open('/introduction');
  figure = await bring(open.page, 'learning-curve');
});
afterEach(() => open.finish());

const sentence = () => figure.locator('.figure-reads').innerText();
const wrote = () => figure.locator('.curve-text').innerText();
const recorded = (step: number): string => {
  const nearest = steps.reduce(
    (best, at, index) => (Math.abs(at - step) < Math.abs((steps[best] ?? 0) - step) ? index : best),
    0,
  );
  return (loss[nearest] ?? Number.NaN).toFixed(3);
};
const grouped = (step: number) => step.toLocaleString('en');

test('the mark walks the saved steps by keys; each has its recorded loss, and a text of its own', async () => {
  const mark = figure.getByRole('slider', { name: 'step' });
  await mark.focus();
  await mark.press('Home');
  const texts = new Set<string>();
  for (const stop of stops) {
    await expect.poll(() => mark.getAttribute('aria-valuenow'), patience).toBe(String(stop));
    await expect
      .poll(sentence, patience)
      .toContain(`At step ${grouped(stop)} of ${grouped(lastStep)} the loss is ${recorded(stop)} nats`);
    // Each step is a model of its own, which is fetched when it is asked for.
    const before = [...texts].at(-1) ?? '';
    await expect.poll(wrote, patience).not.toBe(before);
    texts.add(await wrote());
    await mark.press('ArrowRight');
  }
  expect(texts.size).toBeGreaterThan(Math.min(2, stops.length - 1));
});

test('what the finished model writes is what the command writes', async () => {
  const mark = figure.getByRole('slider', { name: 'step' });
  await mark.focus();
  await mark.press('End');
  const text = await written(7, 24);
  const spoken = (some: string) => some.replace(/\s+/g, ' ').trim();
  await expect.poll(async () => spoken(await wrote()), patience).toBe(spoken(text));
});

test('a run in the tab starts, pauses, goes on and stops', async () => {
  const button = (name: string) => figure.getByRole('button', { name, exact: true });
  const stands = async () =>
    Number(/Your run stands at step ([\d,]+)/.exec(await sentence())?.[1]?.replaceAll(',', '') ?? 0);
  await button(words.train).click();
  await inState(figure, ['running']);
  await expect.poll(stands, patience).toBeGreaterThan(1);
  expect(await sentence()).toMatch(/Your run stands at step [\d,]+: \d+\.\d{3} nats/);
  expect(await figure.locator('.figure-run').innerText()).toMatch(/[\d,]+ tokens\/s/);
  await figure.locator('.viz-loss text', { hasText: words.live }).waitFor();
  await button(trainingMessages.pause).click();
  await inState(figure, ['ready']);
  // What was under way is finished; then it stands still.
  const pausedAt = async () => {
    const before = await stands();
    await open.page.waitForTimeout(2000);
    return (await stands()) === before;
  };
  await expect.poll(pausedAt, patience).toBe(true);
  const before = await stands();
  await button(trainingMessages.resume).click();
  await expect.poll(stands, patience).toBeGreaterThan(before);
  await button(trainingMessages.stop).click();
  await inState(figure, ['ready']);
  expect(await button(words.train).isVisible()).toBe(true);
  // What was trained stays to be seen.
  expect(await stands()).toBeGreaterThan(before);
});
