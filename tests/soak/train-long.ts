/** Training in a tab for a long time: memory stays where it is, and the page stays one that answers. */
import { learningCurveMessages } from '../../src/widgets/messages/learning-curve.ts';
import { bring, inState } from '../browser/support/figures.ts';
import type { Site } from '../browser/support/site.ts';
import { askMemory, elements, watchWorkers } from '../browser/support/workers.ts';

/** How many counts grew. */
export async function trainLong(site: Site, minutes: number): Promise<number> {
  if (minutes === 0) return 0;
  const { page, finish } = await site.open('/introduction', { init: watchWorkers() });
  const figure = await bring(page, 'learning-curve');
  await figure.getByRole('button', { name: learningCurveMessages.train }).click();
  await inState(figure, ['running']);
  console.log(`training in a tab for ${minutes} minutes: minute, tensors, MB, MB of JavaScript's heap`);
  let first: { readonly tensors: number; readonly bytes: number } | null = null;
  let grew = 0;
  for (let minute = 1; minute <= minutes; minute++) {
    await page.waitForTimeout(60_000);
    const { numTensors, numBytes } = await askMemory(page);
    const { heap } = await elements(page);
    const line = /Your run.*/.exec(await figure.locator('.figure-reads').innerText())?.[0] ?? '';
    console.log(
      `  ${minute}  ${numTensors}  ${(numBytes / 2 ** 20).toFixed(1)}  ${heap.toFixed(1)}  ${line}`,
    );
    first ??= { tensors: numTensors, bytes: numBytes };
    if (numTensors > first.tensors || numBytes > first.bytes) grew += 1;
    // A run has a last step; the next begins where it ended.
    const again = figure.getByRole('button', { name: learningCurveMessages.train });
    if (await again.isVisible()) await again.click();
  }
  await finish();
  return grew;
}
