import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/** The service worker's file in the site. Its source is `offline/offline-worker.ts`. */
export const offlineFile = 'offline-worker.js';

/**
 * Models, corpora and WASM are kept when they are opened; the rest is for hosts, for builds and for search engines. The script of WASM's threads is
 * kept with the pages: it is fetched by threads, which nobody can ask what they fetched.
 */
const left =
  /^(checkpoints|corpora|\.vite)\/|^wasm\/.*\.wasm$|^(_headers|\.nojekyll|offline-worker\.js|picture\.png)$/;

/** What a reader without a connection needs of a site: pages under their addresses, scripts, styles, fonts, the search. */
export function offlinePaths(files: readonly string[]): string[] {
  return files
    .filter((file) => !left.test(file))
    .map((file) => file.replace(/(^|\/)index\.html$/, '$1'))
    .sort();
}

/** Tells the service worker what there is. The version is made of what is in the files, so a build that changed nothing changes nothing. */
export function listForOffline(outDir: string): void {
  const files = (readdirSync(outDir, { recursive: true }) as string[])
    .filter((name) => statSync(join(outDir, name)).isFile())
    .map((name) => name.split(sep).join('/'));
  const hash = createHash('sha256');
  for (const name of [...files].sort())
    if (!left.test(name)) hash.update(name).update(readFileSync(join(outDir, name)));
  const list = { version: hash.digest('hex').slice(0, 16), paths: offlinePaths(files) };
  const worker = join(outDir, offlineFile);
  const script = readFileSync(worker, 'utf8');
  const place = /(["'`])__OFFLINE_FILES__\1/;
  if (!place.test(script)) throw new Error(`${offlineFile} has no place for its list of files`);
  writeFileSync(
    worker,
    script.replace(place, () => JSON.stringify(list)),
  );
}
