/** npx tsx tests/reference/export.ts FOLDER: every row under values/ read and written again, for check_export.py. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeHuggingFace } from '../../src/models/checkpoints/huggingface.ts';
import { loadCheckpoint } from '../../src/models/checkpoints/load.ts';
import { readParams } from '../../src/models/checkpoints/save.ts';
import { startBackend } from '../../src/models/tf.ts';
import { nodeFolder } from '../../src/training/node-files.ts';

const values = join(import.meta.dirname, 'values');

async function main(folder: string | undefined): Promise<void> {
  if (folder === undefined) throw new Error('Name the folder to write to.');
  await startBackend('cpu');
  for (const row of (await readdir(values)).sort()) {
    const { config, params } = await loadCheckpoint(nodeFolder(join(values, row)));
    const out = nodeFolder(join(folder, row));
    for (const [name, bytes] of writeHuggingFace(config, await readParams(params)))
      await out.write(name, bytes);
  }
}

await main(process.argv[2]);
