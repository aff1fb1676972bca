import { afterAll, beforeAll, expect, test } from 'vitest';
import { attentionMapMessages } from '../../src/widgets/messages/attention-map.ts';
import { labMessages as words } from '../../src/widgets/messages/lab.ts';
import { bring, patience, printed, slide } from './support/figures.ts';
import { bench, press, startAndFinish } from './support/lab.ts';
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

  await slide(lab, words.rewind.step, 0);
  await expect.poll(loss, patience).toBeGreaterThan(trained + 0.2);
  const before = await loss();
  await map.getByLabel(attentionMapMessages.ablate(1), { exact: true }).check();
  await expect
    .poll(() => map.locator('.loss-sum td').nth(1).innerText().then(printed), patience)
    .not.toBeCloseTo(before, 4);

  // Another kind of model has other figures.
  await lab.getByRole('combobox', { name: words.architecture, exact: true }).selectOption('mamba');
  await press(lab, words.newRun);
  await expect
    .poll(() => page.getByLabel(words.figures.names['attention-map'], { exact: true }).count(), patience)
    .toBe(0);
  expect(await page.getByLabel(words.figures.names['next-token'], { exact: true }).count()).toBe(1);
  await finish();
});
