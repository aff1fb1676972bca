/** Every figure of every page on one backend. */
import type { BackendName } from '../../src/runtime/protocol.ts';
import { everyFigureReady, pagesWithFigures } from '../browser/support/every-figure.ts';
import type { Site } from '../browser/support/site.ts';

/** On how many pages a figure did not become ready. */
export async function allFigures(site: Site, backend: BackendName): Promise<number> {
  let failures = 0;
  console.log(`${backend}: every figure of every page`);
  for (const path of pagesWithFigures()) {
    try {
      console.log(`  ${path}: ${await everyFigureReady(site, path, backend)} ready`);
    } catch (error) {
      failures += 1;
      console.log(`  ${path}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return failures;
}
