/** Whether moves and changes of chapter leave something behind. */
import type { BackendName } from '../../src/runtime/protocol.ts';
import { changeChapters, moveSliders, startPath } from '../browser/support/exercise.ts';
import type { Site } from '../browser/support/site.ts';
import { elements, held, watchWorkers } from '../browser/support/workers.ts';

const counted = ['numTensors', 'numBytes', 'workers', 'started', 'contexts'] as const;

/** A page caches and collects as it likes: so much growth of its elements says nothing. */
const tolerance = 1.05;

/** How many counts grew. */
export async function leftBehind(
  site: Site,
  backend: BackendName,
  moves: number,
  changes: number,
): Promise<number> {
  const { page, finish } = await site.open(startPath, { backend, init: watchWorkers() });
  // What is made once is made now.
  await moveSliders(page, 30);
  await changeChapters(page, 4);
  const [before, elementsBefore] = [await held(page), await elements(page)];
  await moveSliders(page, moves);
  await changeChapters(page, changes);
  const [after, elementsAfter] = [await held(page), await elements(page)];
  await finish();

  let grew = 0;
  console.log(`${backend}: ${moves} slider moves and ${changes} changes of chapter`);
  for (const name of counted) {
    if (after[name] !== before[name]) grew += 1;
    console.log(`  ${name}: ${before[name]} before, ${after[name]} after`);
  }
  for (const name of ['nodes', 'jsEventListeners', 'heap'] as const) {
    const [first, last] = [elementsBefore[name], elementsAfter[name]];
    if (last > first * tolerance + 1) grew += 1;
    console.log(
      `  ${name}: ${first.toFixed(name === 'heap' ? 1 : 0)} before, ${last.toFixed(name === 'heap' ? 1 : 0)} after`,
    );
  }
  return grew;
}
