/** A figure of a page, as a reader handles it. */
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { until } from './until.ts';

export { patience } from './until.ts';

export const figureOf = (page: Page, widget: string): Locator =>
  page.locator(`figure[data-widget="${widget}"]`);

/** Brings it onto the screen, where it begins to work, and waits until it is in one of `states`. */
export async function bring(
  page: Page,
  widget: string,
  states: readonly string[] = ['ready'],
): Promise<Locator> {
  const figure = figureOf(page, widget);
  await figure.waitFor();
  // Its middle, since a figure may be taller than the window.
  await figure.evaluate((element) => element.scrollIntoView({ block: 'center', behavior: 'instant' }));
  await inState(figure, states);
  return figure;
}

export async function inState(figure: Locator, states: readonly string[]): Promise<void> {
  await until(
    `the figure is ${states.join(' or ')}`,
    () => figure.getAttribute('data-state'),
    (state) => states.includes(state ?? ''),
  );
}

/** Presses one of the six actions, or the line that names the backend. */
export const act = (figure: Locator, name: string): Promise<void> =>
  figure.locator('.figure-foot').getByRole('button', { name, exact: true }).click();

/** Opens the table of the figure, if it is not open, and reads it: texts by row and column. */
export async function table(figure: Locator): Promise<string[][]> {
  const rows = figure.locator('.figure-table tbody tr');
  const button = figure.locator('.figure-foot').getByRole('button', { name: 'Table', exact: true });
  if ((await button.getAttribute('aria-expanded')) !== 'true') await button.click();
  await rows.first().waitFor();
  return rows.evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent ?? '')));
}

/** By word: its probability to six digits, and that after the cut as it is printed. */
export async function wordProbabilities(figure: Locator): Promise<Map<string, number>> {
  const rows = await table(figure);
  return new Map(rows.map((row) => [row[1] ?? '', Number(row.at(-1))]));
}

export interface Bar {
  readonly token: string;
  readonly number: string;
  readonly width: number;
  readonly cut: boolean;
}

export const barsOf = (figure: Locator): Promise<Bar[]> =>
  figure.locator('.viz-bars g').evaluateAll((groups) =>
    groups.map((group) => ({
      token: group.querySelector('.token')?.textContent?.trim() ?? '',
      number: group.querySelector('.number')?.textContent ?? '',
      width: Number(group.querySelector('.bar')?.getAttribute('width')),
      cut: group.classList.contains('is-cut'),
    })),
  );

/** Sets a slider as a reader does: by its keys. */
export async function slide(figure: Locator, label: string, value: number): Promise<void> {
  const slider = figure.getByRole('slider', { name: label, exact: true });
  await slider.focus();
  const { now, step } = await slider.evaluate((input) => ({
    now: (input as HTMLInputElement).valueAsNumber,
    step: Number((input as HTMLInputElement).step),
  }));
  const presses = Math.round((value - now) / step);
  for (let press = 0; press < Math.abs(presses); press++)
    await slider.press(presses > 0 ? 'ArrowRight' : 'ArrowLeft');
}

export const textOf = (figure: Locator): Promise<string> =>
  figure.getByRole('textbox', { name: /^Text/ }).inputValue();

/** Types over what is there, key by key. */
export async function type(figure: Locator, text: string): Promise<void> {
  const field = figure.getByRole('textbox', { name: /^Text/ });
  await field.selectText();
  await field.pressSequentially(text);
}

/** A number as the book prints it. What is none is an error: a comparison with NaN, or with 0 for an empty text, may hold. */
export function printed(text: string): number {
  const value = Number(text.trim().replace('\u2212', '-').replaceAll(',', '') || Number.NaN);
  if (Number.isNaN(value)) throw new Error(`no number is printed: "${text}"`);
  return value;
}

/** Whether a printed weight is this one: two decimals, `< 0.01` and `> 0.99` at the ends. */
export function saysWeight(text: string, weight: number, tolerance = 1e-3): boolean {
  const [, sign, value] = /^([<>]?) ?([\d.]+)$/.exec(text) ?? [];
  if (sign === '<') return weight < 0.005 + tolerance;
  if (sign === '>') return weight > 0.995 - tolerance;
  return Math.abs(Number(value) - weight) < 0.005 + tolerance;
}

export interface Exported {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** One of the figure's tensors, by its Export action: the file that a reader gets, read back. */
export async function exported(figure: Locator, name: string): Promise<Exported> {
  const button = figure.locator('.export-row').getByRole('button', { name: new RegExp(`^${name}, .*NPY`) });
  if ((await figure.locator('.export-row').count()) === 0) await act(figure, 'Export');
  const [download] = await Promise.all([figure.page().waitForEvent('download'), button.click()]);
  return readNpy(await readFile(await download.path()));
}

function readNpy(file: Buffer): Exported {
  const start = 10 + file.readUInt16LE(8);
  const header = file.subarray(10, start).toString('latin1');
  const shape = /'shape': \(([^)]*)\)/.exec(header)?.[1]?.match(/\d+/g)?.map(Number);
  if (shape === undefined || !header.includes("'<f4'")) throw new Error(`not an NPY file: ${header}`);
  const count = shape.reduce((product, size) => product * size, 1);
  return { shape, data: Float32Array.from({ length: count }, (_, at) => file.readFloatLE(start + 4 * at)) };
}
