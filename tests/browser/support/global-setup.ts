import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { command, tool } from '../../gates/gate.ts';
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
  if (process.env.BOOK_SITE !== 'built' && builtAt(siteFolder) < changed) await build('/', siteFolder);
  if (builtAt(basedFolder) < changed) await build(testBase, basedFolder);
}

/** By the command and not in this process, whose NODE_ENV is `test`: React would come in its form for development. */
async function build(base: string, folder: string): Promise<void> {
  const { code, output } = await command(
    tool('tsx'),
    ['src/book/build/cli.ts', 'build', '--base', base, '--out', folder],
    { env: { NODE_ENV: 'production' } },
  );
  if (code !== 0) throw new Error(output);
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
