/**
 * `npm run bench`: speeds as ratios, both sides measured in one run and in turn, so that they hold where the machine's
 * speed drifts. What has no reference to be compared with yet is not here.
 */
import { join } from 'node:path';
import { loadCheckpoint } from '../../src/models/checkpoints/load.ts';
import { startBackend } from '../../src/models/tf.ts';
import { nodeFolder } from '../../src/training/node-files.ts';
import { cachedAgainstFull } from './cached-decoding.ts';

await startBackend('wasm');
const model = await loadCheckpoint(nodeFolder(join('public', 'checkpoints', 'gpt2-toytown')));
console.log(
  'gpt2-toytown on wasm: tokens a second with the KV cache, by full recompute, ratio (median of rounds)',
);
for (const tokens of [4, 16, 32, 64, 120]) {
  const { cached, full, ratio } = await cachedAgainstFull(model, tokens);
  console.log(
    `${String(tokens).padStart(4)} tokens  ${cached.toFixed(0)}  ${full.toFixed(0)}  ${ratio.toFixed(2)}`,
  );
}
