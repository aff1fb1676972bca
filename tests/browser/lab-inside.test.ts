import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attentionMapMessages } from '../../src/widgets/messages/attention-map.ts';
import { interventionsMessages } from '../../src/widgets/messages/interventions.ts';
import { labMessages as words } from '../../src/widgets/messages/lab.ts';
import { routerMessages } from '../../src/widgets/messages/router.ts';
import { bring, patience, printed, slide } from './support/figures.ts';
import { bench, press, reaches, startAndFinish } from './support/lab.ts';
import { openSite, type Site } from './support/site.ts';

/** A run of the Lab, looked into. */

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

test('a run opens in the figures of the book, which follow when the reader goes back', async () => {
  const query = 'lab=1~data:toytown~layers:2~width:32~heads:2~rows:4~length:32~steps:80~rate:-20';
  const { page, finish } = await site.open('/lab', { backend: 'wasm', query });
  const lab = await bench(page);
  await startAndFinish(lab);
  for (const name of ['attention-map', 'logit-lens'] as const)
    await page.getByLabel(words.figures.names[name], { exact: true }).check();
  const map = await bring(page, 'attention-map');
  const loss = () => map.locator('.loss-sum td').first().innerText().then(printed);
  await expect.poll(loss, patience).toBeGreaterThan(0);
  const trained = await loss();
  // As many heads as this run has, and not those of the shipped model.
  expect(await map.locator('.head-control input').count()).toBe(2);
  await bring(page, 'logit-lens');
  const off = map.getByLabel(attentionMapMessages.ablate(1), { exact: true });
  await off.check();
  await expect
    .poll(() => map.locator('.loss-sum td').nth(1).innerText().then(printed), patience)
    .not.toBeCloseTo(trained, 4);
  await off.uncheck();

  await page.getByLabel(words.figures.names.generate, { exact: true }).check();
  const writing = await bring(page, 'generate');
  /** Of all the words that were written, the last number of its sentence. */
  const likelihood = async () =>
    printed((await writing.locator('.generate-log').innerText()).split(' ').at(-1) ?? '');
  const learned = await likelihood();

  await slide(lab, words.rewind.step, 0);
  await expect.poll(loss, patience).toBeGreaterThan(trained + 0.2);
  // What has learned nothing thinks every word as unlikely as any.
  await expect.poll(likelihood, patience).toBeLessThan(learned - 1);

  // Another kind of model has other figures.
  await lab.getByRole('combobox', { name: words.architecture, exact: true }).selectOption('mamba');
  await press(lab, words.newRun);
  await expect
    .poll(() => page.getByLabel(words.figures.names['attention-map'], { exact: true }).count(), patience)
    .toBe(0);
  expect(await page.getByLabel(words.figures.names['next-token'], { exact: true }).count()).toBe(1);
  await finish();
});

test('runs of other kinds open in the figures of their parts, and the others say why not', async () => {
  const query = 'lab=1~architecture:mixtral~layers:2~width:16~rows:1~length:32~steps:20';
  const { page, finish } = await site.open('/lab', { backend: 'wasm', query });
  const lab = await bench(page);
  const open = (name: keyof typeof words.figures.names) =>
    page.getByLabel(words.figures.names[name], { exact: true }).check();
  const reads = (figure: Locator) => figure.locator('.figure-reads').innerText();
  const refused = () => page.locator('.lab-refused').textContent();
  await startAndFinish(lab);
  await open('router');
  const router = await bring(page, 'router');
  expect(await reads(router)).toMatch(/spreads [\d,]+ tokens over \d+ of \d+ experts.*None is turned away/);
  await router.getByRole('slider', { name: routerMessages.capacity, exact: true }).press('Home');
  await expect.poll(() => reads(router), patience).toContain('found their expert full');
  // RMSNorm, rotary positions and experts: the pushes of all parts still add up to the logit.
  await open('residual-stream');
  const sums = (await bring(page, 'residual-stream')).locator('.stream-sum td');
  const [pushes = 0, bias = 0, logit = 0] = (await sums.allInnerTexts()).map(printed);
  expect(Math.abs(logit)).toBeGreaterThan(0);
  expect(Math.abs(pushes + bias - logit)).toBeLessThan(0.02);

  const train = async (architecture: string, letter: string) => {
    await lab.getByRole('combobox', { name: words.architecture, exact: true }).selectOption(architecture);
    await press(lab, words.newRun);
    await reaches(lab, letter, 'done');
  };
  await train('t5', 'B');
  await open('translate');
  expect(await reads(await bring(page, 'translate'))).toContain('It wrote');
  expect(await refused()).toContain(words.figures.because(words.figures.names.router, 'decoder'));

  await train('bert', 'C');
  await open('interventions');
  const hands = await bring(page, 'interventions');
  expect(await hands.innerText()).toContain(interventionsMessages.barsHidden);
  await press(hands, interventionsMessages.change);
  await expect.poll(() => reads(hands), patience).toContain('With one change');
  expect(await refused()).toContain(words.figures.because(words.figures.names.translate, 'twoStacks'));
  await finish();
});
