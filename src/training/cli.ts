/**
 * `npm run train -- RECIPE [--steps N] [--seed S] [--out DIR] [--resume]`: trains a shipped model with the code that a
 * reader runs in the tab. What a resume needs lies in `.training/`, which git ignores.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { describeBar } from '../models/checkpoints/card.ts';
import { startBackend } from '../models/tf.ts';
import { nodeFolder } from './node-files.ts';
import { type Progress, progressLine } from './progress.ts';
import { publish } from './publish.ts';
import { recipes } from './recipes/index.ts';
import { train } from './train.ts';

// Node 20 keeps relaxed SIMD, and with it fused multiply-add, behind a flag; it makes a run a fifth shorter.
if (process.versions.node.startsWith('20.')) setFlagsFromString('--experimental-wasm-relaxed-simd');

const usage = `npm run train -- RECIPE [--steps N] [--seed S] [--out DIR] [--resume]
recipes: ${[...recipes.keys()].join(', ')}`;

function wholeNumber(text: string | undefined, name: string, otherwise: number): number {
  if (text === undefined) return otherwise;
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} takes a whole number, not "${text}".`);
  return Number(text);
}

/** On a terminal the line is redrawn; in a file there is one every few hundred steps. */
function show(progress: Progress): void {
  if (process.stdout.isTTY) process.stdout.write(`\r\u001b[2K${progressLine(progress)}`);
  else if (progress.step % 100 === 0) process.stdout.write(`${progressLine(progress)}\n`);
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      steps: { type: 'string' },
      seed: { type: 'string' },
      out: { type: 'string' },
      resume: { type: 'boolean', default: false },
    },
  });
  const recipe = recipes.get(positionals[0] ?? '');
  if (recipe === undefined) throw new Error(usage);
  const seed = wholeNumber(values.seed, 'seed', recipe.seed);
  const steps = wholeNumber(values.steps, 'steps', recipe.steps);
  const out = values.out ?? join('public', 'checkpoints', recipe.id);
  const work = nodeFolder(join('.training', recipe.id, String(seed)));
  await startBackend('wasm');
  const run = await train(recipe, { seed, steps, resume: values.resume, work, onProgress: show });
  process.stdout.write('\nmeasuring\n');
  const bars = await publish(recipe, run, seed, work, nodeFolder(out));
  for (const bar of bars) process.stdout.write(`${describeBar(bar)}\n`);
  run.session.dispose();
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
