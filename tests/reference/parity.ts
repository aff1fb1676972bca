/**
 * npm run parity: every row against the reference implementation, on wasm and cpu here and on WebGL in a browser. Prints the
 * largest differences and ends with 1 where one is over its bar. `npm run parity -- llama t5` looks at these rows only, and
 * `--all` prints every single comparison.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startBackend } from '../../src/models/tf.ts';
import { nodeFolder } from '../../src/training/node-files.ts';
import { openModelsPage } from '../browser/support/models-page.ts';
import { bars, compareWithReference, type Difference, gradientBar, summarize } from './compare.ts';

const folder = join(import.meta.dirname, 'values');
const columns = ['intermediates', 'logits', 'loss', 'gradients'] as const;

const shown = (difference: number): string => difference.toExponential(1).padStart(14);

type Compare = (folder: string) => Promise<readonly Difference[]>;

async function main(given: readonly string[]): Promise<boolean> {
  const wanted = given.filter((name) => !name.startsWith('--'));
  const rows = (await readdir(folder)).sort().filter((row) => wanted.length === 0 || wanted.includes(row));
  console.log('Largest difference from Hugging Face transformers: absolute; of gradients relative.');
  console.log(`${'row'.padEnd(24)}backend${columns.map((column) => column.padStart(14)).join('')}  holds`);
  let holds = rows.length > 0;
  const print = async (backend: keyof typeof bars, compare: Compare) => {
    for (const row of rows) {
      const differences = await compare(join(folder, row));
      if (given.includes('--all')) {
        for (const { name, difference } of differences)
          console.log(`  ${name.padEnd(60)}${shown(difference)}`);
      }
      const summary = summarize(differences, bars[backend]);
      const cells = columns.map((column) => shown(summary[column])).join('');
      console.log(`${row.padEnd(24)}${backend.padEnd(7)}${cells}  ${summary.holds ? 'yes' : 'NO'}`);
      holds &&= summary.holds;
    }
  };
  for (const backend of ['wasm', 'cpu'] as const) {
    await startBackend(backend);
    await print(backend, (own) => compareWithReference(nodeFolder(own)));
  }
  const models = await openModelsPage();
  await print('webgl', models.compareWithReference);
  for (const complaint of await models.close()) {
    console.log(`The browser complained: ${complaint}`);
    holds = false;
  }
  console.log(`Bars: ${bars.wasm} absolute (WebGL ${bars.webgl}), ${gradientBar} relative for gradients.`);
  return holds;
}

process.exitCode = (await main(process.argv.slice(2))) ? 0 : 1;
