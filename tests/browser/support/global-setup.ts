import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from '../../../src/book/build/build.ts';
import { basedFolder, siteFolder, testBase } from './site-folder.ts';

/** Builds the site once for all browser tests; not again while nothing that it is made of has changed. */
export default async function setup(): Promise<void> {
  const root = join(import.meta.dirname, '../../..');
  const changed = Math.max(
    ...['src', 'content', 'public', 'vite.config.ts', 'package-lock.json'].map((name) =>
      newest(join(root, name)),
    ),
  );
  // `npm test` has just built the first of the two.
  if (process.env.BOOK_SITE !== 'built' && builtAt(siteFolder) < changed)
    await build({ root, base: '/', outDir: siteFolder });
  if (builtAt(basedFolder) < changed) await build({ root, base: testBase, outDir: basedFolder });
}

function builtAt(folder: string): number {
  try {
    // Of the last files to be written: a build that broke off has none.
    return statSync(join(folder, '.nojekyll')).mtimeMs;
  } catch {
    return 0;
  }
}

function newest(path: string): number {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return Math.max(mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}
