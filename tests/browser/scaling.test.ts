import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { countParameters } from '../../src/models/count.ts';
import { presets } from '../../src/models/presets.ts';
import { memoryMessages } from '../../src/widgets/messages/memory.ts';
import { parameterCalculatorMessages } from '../../src/widgets/messages/parameter-calculator.ts';
import { scalingLawsMessages } from '../../src/widgets/messages/scaling-laws.ts';
import { scalingRaceMessages } from '../../src/widgets/messages/scaling-race.ts';
import { tinyScalingLawMessages } from '../../src/widgets/messages/tiny-scaling-law.ts';
import { trainingMessages } from '../../src/widgets/messages/training.ts';
import { bring, inState, patience, slide, table } from './support/figures.ts';
import { type OpenPage, openSite, type Site } from './support/site.ts';

/** The chapter on scaling as a reader works it; what is shown is counted here once more. */

let site: Site;
let open: OpenPage;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  open = await site.open('/scaling');
});
afterEach(() => open.finish());

test('the race names the source of each point, and GPT-4 as an estimate', async () => {
  const figure = await bring(open.page, 'scaling-race');
  const rows = await table(figure);
  for (const row of rows) expect(row.at(-1)).toMatch(/\d{4}/);
  expect(rows.find(([name]) => name === 'GPT-4')?.[7]).toBe(scalingRaceMessages.estimated);
  expect(rows.find(([name]) => name === 'GPT-3')?.[7]).toBe('');
  expect(await figure.locator('.figure-reads').innerText()).toContain('Brown et al. 2020');
  await figure.getByRole('radio', { name: scalingRaceMessages.quantities.tokens, exact: true }).check();
  await expect.poll(() => figure.locator('.figure-reads').innerText(), patience).toContain('300B');
});

test('presets hit the published counts, and a moved slider makes the model the reader’s own', async () => {
  const figure = await bring(open.page, 'parameter-calculator');
  const picker = figure.getByRole('combobox', { name: parameterCalculatorMessages.preset });
  const count = async () => {
    const cell = figure.locator('.sum-table tbody tr').first().locator('td');
    return Number((await cell.innerText()).replaceAll(',', ''));
  };
  for (const id of ['bert-large', 'gpt3', 'palm', 'mixtral'] as const) {
    await picker.selectOption(id);
    const preset = presets.find((one) => one.id === id);
    if (!preset) throw new Error(id);
    await expect.poll(count, patience).toBe(countParameters(preset.config).total);
  }
  await picker.selectOption('gpt2-small');
  const before = await count();
  const layers = figure.getByRole('slider', { name: parameterCalculatorMessages.layers, exact: true });
  await layers.focus();
  await layers.press('ArrowRight');
  await expect.poll(() => picker.inputValue(), patience).toBe('own');
  // One more layer: four maps of attention, two of the feed-forward layer, biases and two norms.
  await expect.poll(count, patience).toBe(before + 12 * 768 ** 2 + 13 * 768);
});

test('a larger budget asks for a larger model, most of all by Kaplan’s law', async () => {
  const figure = await bring(open.page, 'scaling-laws');
  const sizes = async () => (await table(figure)).map((row) => row[1] ?? '');
  await slide(figure, scalingLawsMessages.compute, 20);
  await expect.poll(() => figure.locator('.figure-reads').innerText(), patience).toContain('FLOPs');
  const small = await sizes();
  await slide(figure, scalingLawsMessages.compute, 24);
  await expect.poll(sizes, patience).not.toEqual(small);
  const scale = (text: string) =>
    Number.parseFloat(text) * ({ M: 1e6, B: 1e9, T: 1e12 }[text.at(-1) ?? ''] ?? 1);
  const growth = (await sizes()).map((text, index) => scale(text) / scale(small[index] ?? ''));
  const [hoffmann = 0, besiroglu = 0, kaplan = 0] = growth;
  expect(kaplan).toBeGreaterThan(besiroglu);
  expect(besiroglu).toBeGreaterThan(hoffmann);
});

test('the recorded family shows at once, and the tab trains one of its own', async () => {
  const figure = await bring(open.page, 'tiny-scaling-law');
  expect((await table(figure)).length).toBe(6);
  expect(await figure.locator('.figure-reads').innerText()).toContain('R²');
  await figure.getByRole('button', { name: tinyScalingLawMessages.train }).click();
  await inState(figure, ['running']);
  const progress = () => figure.locator('.family-progress').innerText();
  await expect.poll(progress, patience).toMatch(/width 8: step [1-9]/);
  await figure.getByRole('button', { name: trainingMessages.stop }).click();
  await inState(figure, ['ready']);
});

test('twice the text takes twice the cache, and leaves the weights alone', async () => {
  const figure = await bring(open.page, 'memory');
  const half = async () => {
    const row = (await table(figure)).find(([way]) => way === memoryMessages.ways.half);
    return { weights: Number(row?.[1]), cache: Number(row?.[5]) };
  };
  const before = await half();
  await slide(figure, memoryMessages.length, 12);
  await expect.poll(async () => (await half()).cache, patience).toBe(2 * before.cache);
  expect((await half()).weights).toBe(before.weights);
});
