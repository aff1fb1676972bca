import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build, normalizeBase } from './build.ts';
import { serve } from './serve.ts';

/** `build`, `serve` (what is built) or `start` (both), with `--base /x/`, `--port N` and `--no-isolation`. */

const root = join(import.meta.dirname, '../../..');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    base: { type: 'string', default: '/' },
    port: { type: 'string', default: process.env.PORT ?? '4173' },
    out: { type: 'string', default: join(root, 'dist') },
    'no-isolation': { type: 'boolean', default: false },
  },
});
const command = positionals[0] ?? 'start';
const base = normalizeBase(values.base);
const out = resolve(values.out);

// Whatever started this, the site is built for readers.
process.env.NODE_ENV = 'production';

async function run(): Promise<void> {
  if (!['build', 'serve', 'start'].includes(command)) throw new Error(`no such command: ${command}`);
  if (command !== 'serve') {
    console.log('Building the book ...');
    const pages = await build({ root, base, outDir: out });
    console.log(`${pages.length} pages in ${out}`);
  }
  if (command === 'build') return;
  if (!existsSync(out)) throw new Error(`${out} is not there: run npm run build first`);
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error(`not a port: ${values.port}`);
  const { address } = await serve({ folder: out, base, port, isolated: !values['no-isolation'] });
  console.log(`The book is at ${address}`);
}

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
