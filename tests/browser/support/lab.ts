/** The Lab, as a reader handles it. */
import type { Locator, Page } from 'playwright-core';
import { labMessages as words } from '../../../src/widgets/messages/lab.ts';
import { bring } from './figures.ts';
import { until } from './until.ts';

export const bench = (page: Page): Promise<Locator> => bring(page, 'lab', ['ready', 'running']);

export const press = (figure: Locator, name: string): Promise<void> =>
  figure.getByRole('button', { name, exact: true }).click();

/** The mean of its last ten losses, unrounded. */
export const lossOf = async (figure: Locator, run: string): Promise<number> =>
  Number(await figure.locator(`[data-run="${run}"] [data-loss]`).getAttribute('data-loss'));

const statusOf = (figure: Locator, run: string) =>
  figure.locator(`[data-run="${run}"]`).getAttribute('data-status');

/** Throws at once where the run failed instead. */
export const reaches = (
  figure: Locator,
  run: string,
  status: string,
  timeout?: number,
): Promise<string | null> =>
  until(
    `run ${run} is ${status}`,
    async () => {
      const found = await statusOf(figure, run);
      if (found === 'failed' && status !== 'failed')
        throw new Error(`run ${run}: ${await figure.locator('.lab-problem').first().innerText()}`);
      return found;
    },
    (found) => found === status,
    timeout,
  );

/** Of the run that is looked at. */
export const stepOf = async (figure: Locator): Promise<number> =>
  Number(await figure.locator('.lab-facts [data-step]').getAttribute('data-step'));

export const passes = (figure: Locator, step: number): Promise<number> =>
  until(
    `it passes step ${step}`,
    () => stepOf(figure),
    (found) => found > step,
  );

/** Of the first run. */
export async function startAndFinish(figure: Locator): Promise<number> {
  await press(figure, words.train);
  await reaches(figure, 'A', 'done');
  return lossOf(figure, 'A');
}
