import { afterAll, beforeAll, expect, test } from 'vitest';
import { hybridMessages as words } from '../../src/widgets/messages/hybrid.ts';
import { trainingMessages } from '../../src/widgets/messages/training.ts';
import { bring, patience, printed, table } from './support/figures.ts';
import { openSite, type Site } from './support/site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

const [mixer, keptNow, keptLong, loss, next] = [1, 2, 3, 4, 6] as const;

test('layers are switched off one by one and together; only attention’s memory grows; a stack without attention learns in the tab', async () => {
  const { page, finish } = await site.open('/innovations/state-space-models');
  const figure = await bring(page, 'hybrid');
  const rows = await table(figure);
  expect(rows.map((row) => row[mixer])).toEqual(['mamba', 'mamba', 'attention', 'mamba']);
  for (const row of rows) {
    const grows = printed(row[keptLong] ?? '') > printed(row[keptNow] ?? '');
    expect(grows, row.join(', ')).toBe(row[mixer] === 'attention');
  }
  // The colour of the balls stood far back: the attention layer is what fetches it.
  const says = await figure.locator('.figure-reads').innerText();
  expect(says).toMatch(/“green” \(.*\) comes next/);
  expect(says).toMatch(/the attention of layer 3 looks most at “green”/);
  expect(rows[2]?.[next]).toBe('red');
  // Off alone, the attention layer costs what its line says; with another one off, something else.
  const changed = () => figure.locator('.hybrid-changed td').first().innerText();
  const layer = (at: number, kind: string) =>
    figure.getByRole('button', { name: new RegExp(`^Layer ${at}, ${kind}`) });
  expect(await changed()).toBe('');
  await layer(3, 'attention').click();
  await expect.poll(changed, patience).toBe(rows[2]?.[loss]);
  expect((await table(figure)).map((row) => row.at(-1))).toEqual(['on', 'on', 'off', 'on']);
  await layer(1, 'Mamba').click();
  await expect.poll(changed, patience).not.toBe(rows[2]?.[loss]);
  await figure.getByRole('button', { name: words.allOn, exact: true }).click();
  await expect.poll(changed, patience).toBe('');

  // The reader's own, without attention: nothing in it grows, and it learns.
  const own = figure.getByRole('radio', { name: words.modelName('own'), exact: true });
  if ((await own.count()) > 0) await own.check();
  await figure.getByRole('radio', { name: 'none', exact: true }).check();
  await expect
    .poll(async () => (await table(figure)).map((row) => row[mixer]), patience)
    .toEqual(['mamba', 'mamba', 'mamba', 'mamba']);
  for (const row of await table(figure)) expect(row[keptLong]).toBe(row[keptNow]);
  const total = async () => printed(await figure.locator('.hybrid-stack .is-total td').first().innerText());
  const untrained = await total();
  await figure.getByRole('button', { name: words.train, exact: true }).click();
  await expect.poll(total, patience).toBeLessThan(untrained - 0.5);
  await figure.getByRole('button', { name: trainingMessages.stop, exact: true }).click();
  await figure.getByRole('button', { name: words.again, exact: true }).waitFor();
  await finish();
});
