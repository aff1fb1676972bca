/**
 * `npm run bench`: speeds as ratios, both sides measured in one run and in turn, so that they hold where the machine's
 * speed drifts. `npm run bench -- decoding growth experts latency matrix training onnx`: of these only those that are named.
 */
import { join } from 'node:path';
import { loadCheckpoint } from '../../src/models/checkpoints/load.ts';
import { startBackend } from '../../src/models/tf.ts';
import { nodeFolder } from '../../src/training/node-files.ts';
import { printCachedDecoding } from './cached-decoding.ts';
import { printExperts } from './experts.ts';
import { printGrowth } from './growth.ts';
import { printLatencies } from './latency.ts';
import { printMatrix } from './matrix.ts';
import { printOnnxDecoding } from './onnx-decoding.ts';
import { printTrainingSpeed } from './training-speed.ts';

const shipped = () => loadCheckpoint(nodeFolder(join('public', 'checkpoints', 'gpt2-toytown')));

const benches: Readonly<Record<string, () => Promise<void> | void>> = {
  decoding: async () => printCachedDecoding(await shipped()),
  growth: printGrowth,
  experts: printExperts,
  latency: printLatencies,
  matrix: printMatrix,
  training: printTrainingSpeed,
  onnx: printOnnxDecoding,
};

const named = process.argv.slice(2);
const unknown = named.find((name) => benches[name] === undefined);
if (unknown !== undefined)
  throw new RangeError(`There is no bench ${unknown}: ${Object.keys(benches).join(', ')}.`);

await startBackend('wasm');
for (const [name, run] of Object.entries(benches)) {
  if (named.length === 0 || named.includes(name)) await run();
}
