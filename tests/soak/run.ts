/**
 * `npm run soak`: the long forms of what `npm test` checks in short: a thousand slider moves and fifty changes of chapter, and
 * half an hour of training in a tab. Every figure of the book on each backend. Prints what the page and its worker hold on to, and fails where that grew. And what Lighthouse
 * says of a chapter.
 *
 *   npm run soak -- [--moves 1000] [--changes 50] [--minutes 30] [--backend wasm|webgl|cpu] [--lighthouse-only]
 */
import { parseArgs } from 'node:util';
import type { BackendName } from '../../src/runtime/protocol.ts';
import buildSites from '../browser/support/global-setup.ts';
import { openSite } from '../browser/support/site.ts';
import { allFigures } from './all-figures.ts';
import { leftBehind } from './left-behind.ts';
import { lighthouseScores } from './lighthouse.ts';
import { trainLong } from './train-long.ts';

const { values } = parseArgs({
  options: {
    moves: { type: 'string', default: '1000' },
    changes: { type: 'string', default: '50' },
    minutes: { type: 'string', default: '30' },
    'lighthouse-only': { type: 'boolean', default: false },
    backend: { type: 'string', multiple: true, default: ['wasm', 'webgl'] },
  },
});

await buildSites();
const site = await openSite();
let failures = 0;
try {
  failures += await lighthouseScores(site, '/transformer/self-attention');
  if (!values['lighthouse-only']) {
    for (const backend of values.backend as BackendName[]) {
      failures += await allFigures(site, backend);
      failures += await leftBehind(site, backend, Number(values.moves), Number(values.changes));
    }
    failures += await trainLong(site, Number(values.minutes));
  }
} finally {
  await site.close();
}
console.log(failures === 0 ? 'Nothing grew, and every score holds.' : `${failures} bars are not met.`);
process.exitCode = failures === 0 ? 0 : 1;
