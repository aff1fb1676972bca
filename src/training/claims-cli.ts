/**
 * `npm run claims -- [ID ...]`: measures again what the book says of its models, from the shipped files, and prints
 * claim, measured, bar, holds. An id is a model's; `zoo` is all of them, and so is no id at all.
 */
import { join } from 'node:path';
import { describeBar, holds } from '../models/checkpoints/card.ts';
import { loadCheckpoint } from '../models/checkpoints/load.ts';
import { disposeParams } from '../models/params.ts';
import { startBackend } from '../models/tf.ts';
import { nodeFolder } from './node-files.ts';
import { allRecipes } from './recipes/node.ts';

/** Measures one shipped model; answers with the number of its bars that fail. */
async function measure(id: string): Promise<number> {
  const recipe = allRecipes.get(id);
  if (recipe === undefined) {
    throw new Error(`There is no claim "${id}". There are: zoo, ${[...allRecipes.keys()].join(', ')}.`);
  }
  const { params, config } = await loadCheckpoint(nodeFolder(join('public', 'checkpoints', id)));
  const bars = await recipe.bars(params, config);
  disposeParams(params);
  for (const bar of bars) process.stdout.write(`${id} | ${describeBar(bar)}\n`);
  return bars.filter((bar) => !holds(bar)).length;
}

try {
  const asked = process.argv.slice(2);
  const ids = asked.length === 0 || asked.includes('zoo') ? [...allRecipes.keys()] : asked;
  await startBackend('wasm');
  let failed = 0;
  for (const id of ids) failed += await measure(id);
  if (failed > 0) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
