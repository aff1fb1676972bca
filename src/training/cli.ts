/**
 * `npm run train -- RECIPE ... [--steps N] [--seed S] [--out DIR] [--resume]`: trains shipped models, one after another,
 * with the code that a reader runs in the tab; `all` is all of them. What a resume needs lies in `.training/`, which git
 * ignores.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { describeBar } from '../models/checkpoints/card.ts';
import { startBackend } from '../models/tf.ts';
import { nodeFolder } from './node-files.ts';
import { type Progress, progressLine } from './progress.ts';
import { publish } from './publish.ts';
import type { Recipe } from './recipe.ts';
import { allRecipes } from './recipes/node.ts';
import { train } from './train.ts';

// Node 20 keeps relaxed SIMD, and with it fused multiply-add, behind a flag; it makes a run a fifth shorter.
if (process.versions.node.startsWith('20.')) setFlagsFromString('--experimental-wasm-relaxed-simd');

const usage = `npm run train -- RECIPE ... [--steps N] [--seed S] [--out DIR] [--resume]
recipes: all, ${[...allRecipes.keys()].join(', ')}`;

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
  const asked = positionals.includes('all') ? [...allRecipes.keys()] : positionals;
  const chosen = asked.map((id) => {
    const recipe = allRecipes.get(id);
    if (recipe === undefined) throw new Error(`There is no recipe "${id}".\n${usage}`);
    return recipe;
  });
  if (chosen.length === 0) throw new Error(usage);
  if (chosen.length > 1 && values.out !== undefined) throw new Error('--out is for one recipe.');
  await startBackend('wasm');
  for (const recipe of chosen) {
    if (chosen.length > 1) process.stdout.write(`${recipe.id}\n`);
    await trainOne(recipe, {
      seed: wholeNumber(values.seed, 'seed', recipe.seed),
      steps: wholeNumber(values.steps, 'steps', recipe.steps),
      out: values.out ?? join('public', 'checkpoints', recipe.id),
      resume: values.resume,
    });
  }
}

interface Run {
  readonly seed: number;
  readonly steps: number;
  readonly out: string;
  readonly resume: boolean;
}

async function trainOne(recipe: Recipe, { seed, steps, out, resume }: Run): Promise<void> {
  const work = nodeFolder(join('.training', recipe.id, String(seed)));
  const run = await train(recipe, { seed, steps, resume, work, onProgress: show });
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
