/**
 * `npm run soak`: the long forms of what `npm test` checks in short: a thousand slider moves and fifty changes of chapter, and
 * half an hour of training in the Lab. Ten thousand set-ups of the Lab at random, and its duel of selective copying. Every figure
 * of the book on each backend, at three widths and in three themes, and every beat of every chapter as axe sees it. Prints what the
 * page and its worker hold on to, and fails where that grew. And what Lighthouse says of a chapter.
 *
 *   npm run soak -- [--moves 1000] [--changes 50] [--minutes 30] [--set-ups 10000] [--backend wasm|webgl|cpu] [--lab-only | --lighthouse-only | --beats-only | --pictures-only [--page /primer]]
 */
import { parseArgs } from 'node:util';
import { startBackend } from '../../src/models/tf.ts';
import type { BackendName } from '../../src/runtime/protocol.ts';
import buildSites from '../browser/support/global-setup.ts';
import { openSite, type Site } from '../browser/support/site.ts';
import { tryRandomSetUps } from '../support/random-set-ups.ts';
import { allFigures } from './all-figures.ts';
import { everyBeat } from './every-beat.ts';
import { everyPicture } from './every-picture.ts';
import { copyingDuel } from './lab-duel.ts';
import { leftBehind } from './left-behind.ts';
import { lighthouseScores } from './lighthouse.ts';
import { trainLong } from './train-long.ts';

const { values } = parseArgs({
  options: {
    moves: { type: 'string', default: '1000' },
    changes: { type: 'string', default: '50' },
    minutes: { type: 'string', default: '30' },
    'set-ups': { type: 'string', default: '10000' },
    'lab-only': { type: 'boolean', default: false },
    'lighthouse-only': { type: 'boolean', default: false },
    'beats-only': { type: 'boolean', default: false },
    'pictures-only': { type: 'boolean', default: false },
    page: { type: 'string', multiple: true, default: [] },
    backend: { type: 'string', multiple: true, default: ['wasm', 'webgl'] },
  },
});

/** All is asked for, or one part alone. */
function isAsked(part: 'lighthouse' | 'beats' | 'pictures' | 'figures' | 'lab'): boolean {
  const alone = (['lighthouse', 'beats', 'pictures', 'lab'] as const).filter((one) => values[`${one}-only`]);
  return alone.length === 0 || alone.some((one) => one === part);
}

/** The Lab's own. */
async function lab(site: Site): Promise<number> {
  let failed = 0;
  try {
    await startBackend('wasm');
    const counts = await tryRandomSetUps(Number(values['set-ups']), 9);
    console.log(`set-ups of the Lab at random: ${JSON.stringify(counts)}`);
  } catch (error) {
    failed += 1;
    console.log(error instanceof Error ? error.message : String(error));
  }
  return failed + (await copyingDuel(site)) + (await trainLong(site, Number(values.minutes)));
}

await buildSites();
const site = await openSite();
let failures = 0;
try {
  if (isAsked('lighthouse')) failures += await lighthouseScores(site, '/transformer/self-attention');
  if (isAsked('beats')) failures += await everyBeat(site);
  if (isAsked('pictures')) failures += await everyPicture(site, values.page);
  if (isAsked('figures')) {
    for (const backend of values.backend as BackendName[]) {
      failures += await allFigures(site, backend);
      failures += await leftBehind(site, backend, Number(values.moves), Number(values.changes));
    }
  }
  if (isAsked('lab')) failures += await lab(site);
} finally {
  await site.close();
}
console.log(failures === 0 ? 'Nothing grew, and every score holds.' : `${failures} bars are not met.`);
process.exitCode = failures === 0 ? 0 : 1;
