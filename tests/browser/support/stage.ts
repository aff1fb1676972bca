/** A lecturer's hands: the keys of the stage. */
import type { Page } from 'playwright-core';
import { until } from './until.ts';

export const beatOf = async (page: Page): Promise<number> =>
  Number(await page.locator('.stage').getAttribute('data-beat'));

export const atBeat = (page: Page, beat: number): Promise<unknown> =>
  until(
    `beat ${beat}`,
    () => beatOf(page),
    (now) => now === beat,
  );

/** Opens the stage with its key, once the page lives; how many beats it has. */
export async function present(page: Page): Promise<number> {
  await until(
    'the stage opens',
    async () => {
      await page.keyboard.press('p');
      return page.locator('.stage').count();
    },
    (open) => open > 0,
  );
  await page.locator('.stage h1').waitFor();
  return Number(/of (\d+)/.exec(await page.locator('.stage-head').innerText())?.[1]);
}
