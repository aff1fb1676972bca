/** Training in the Lab for a long time, with its saves: memory stays where it is, and the page stays one that answers. */
import { labMessages } from '../../src/widgets/messages/lab.ts';
import { bench, passes, press } from '../browser/support/lab.ts';
import type { Site } from '../browser/support/site.ts';
import { elements, memoryAtRest, watchWorkers } from '../browser/support/workers.ts';

/** How many counts grew. */
export async function trainLong(site: Site, minutes: number): Promise<number> {
  if (minutes === 0) return 0;
  const { page, finish } = await site.open('/lab', { init: watchWorkers(), query: 'lab=1~steps:10000' });
  const figure = await bench(page);
  await press(figure, labMessages.train);
  await passes(figure, 1);
  console.log(`training in the Lab for ${minutes} minutes: minute, tensors, MB, MB of JavaScript's heap`);
  let first: { readonly tensors: number; readonly bytes: number } | null = null;
  let grew = 0;
  for (let minute = 1; minute <= minutes; minute++) {
    await page.waitForTimeout(60_000);
    // Between two samples of the Lab: with the training alone.
    const { numTensors, numBytes } = await memoryAtRest(page, 1);
    const { heap } = await elements(page);
    const line = / Run .*/.exec(await figure.locator('.figure-reads').innerText())?.[0] ?? '';
    console.log(
      `  ${minute}  ${numTensors}  ${(numBytes / 2 ** 20).toFixed(1)}  ${heap.toFixed(1)}  ${line}`,
    );
    first ??= { tensors: numTensors, bytes: numBytes };
    if (numTensors > first.tensors || numBytes > first.bytes) grew += 1;
    // A run has a last step; another of the same begins.
    if ((await figure.getAttribute('data-state')) !== 'running') await press(figure, labMessages.newRun);
  }
  await finish();
  return grew;
}
