/** Every chapter on the stage, from its first beat to its last, in the theme of a projector: axe finds nothing at any of them. */
import type { Page } from 'playwright-core';
import { axeFinds, type Site } from '../browser/support/site.ts';
import { beatOf, present } from '../browser/support/stage.ts';
import { until } from '../browser/support/until.ts';
import { writtenPaths } from '../browser/support/written.ts';

/** More than the presses of any chapter: a beat may ask a question first. */
const presses = 100;

/** How many beats axe finds something at. */
async function presented(page: Page): Promise<number> {
  const all = await present(page);
  let found = 0;
  let looked = 0;
  for (let press = 0; press < presses; press++) {
    const beat = await beatOf(page);
    if (beat > looked) {
      looked = beat;
      if ((await page.locator('.stage.has-figure').count()) > 0)
        await until(
          `the figure of beat ${beat} works`,
          () => page.locator('figure.is-staged').getAttribute('data-state'),
          (state) => state === 'ready' || state === 'running',
        );
      const finds = await axeFinds(page);
      if (finds.length > 0) found += 1;
      for (const find of finds) console.log(`    beat ${beat}: ${find}`);
    }
    if (looked === all) return found;
    await page.keyboard.press('PageDown');
  }
  throw new Error(`After ${presses} presses the stage is at beat ${looked} of ${all}.`);
}

/** On how many pages there was something at some beat. */
export async function everyBeat(site: Site): Promise<number> {
  let failures = 0;
  console.log('every beat of every chapter, in the theme of a projector, as axe sees it');
  for (const path of writtenPaths()) {
    const { page, finish } = await site.open(path, { width: 1920, height: 1080, theme: 'projector' });
    try {
      await page.waitForLoadState('networkidle');
      const hasStage = (await page.locator('.to-stage').count()) > 0;
      const found = hasStage ? await presented(page) : 0;
      await finish();
      if (hasStage) console.log(`  ${path}: ${found === 0 ? 'nothing' : `${found} beats`}`);
      if (found > 0) failures += 1;
    } catch (error) {
      // A page that is left open would go on working beside the next.
      await page.close();
      failures += 1;
      console.log(`  ${path}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return failures;
}
