import { existsSync } from 'node:fs';
import { join } from 'node:path';
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

if (command === 'build' || command === 'start') {
  console.log('Building the book ...');
  const pages = await build({ root, base, outDir: values.out });
  console.log(`${pages.length} pages in ${values.out}`);
}
if (command === 'serve' || command === 'start') {
  if (!existsSync(values.out)) throw new Error(`${values.out} is not there: run npm run build first`);
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error(`not a port: ${values.port}`);
  const { address } = await serve({ folder: values.out, base, port, isolated: !values['no-isolation'] });
  console.log(`The book is at ${address}`);
}
