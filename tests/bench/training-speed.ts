/**
 * Training steps a second in the Lab, in Chromium on WASM with as many threads as there are cores, against PyTorch on the same cores: a small, a
 * middle and a large model of the Lab. PyTorch is that of `python3`, or of the program that PYTHON names (tests/reference/requirements.txt).
 */
import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { labMessages } from '../../src/widgets/messages/lab.ts';
import buildSites from '../browser/support/global-setup.ts';
import { bench, passes, press } from '../browser/support/lab.ts';
import { openSite, type Site } from '../browser/support/site.ts';
import { median } from './clock.ts';

interface Size {
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  readonly length: number;
  readonly rows: number;
  /** To be timed: some seconds of work. */
  readonly steps: number;
  /** The least share of PyTorch's speed; null: it is only told. */
  readonly bar: number | null;
}

/** design/measured.md. */
const sizes: Readonly<Record<string, Size>> = {
  A: { layers: 2, width: 64, heads: 4, length: 64, rows: 16, steps: 100, bar: null },
  B: { layers: 4, width: 128, heads: 4, length: 128, rows: 16, steps: 12, bar: 0.25 },
  C: { layers: 6, width: 192, heads: 6, length: 256, rows: 8, steps: 5, bar: null },
};
const rounds = 3;
/** Words of Toytown, on which the Lab trains here. */
const vocabulary = 190;
const python = process.env.PYTHON ?? 'python3';

function hasTorch(): boolean {
  try {
    execFileSync(python, ['-c', 'import torch'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function torchSpeed({ layers, width, heads, length, rows, steps }: Size): number {
  const script = join(import.meta.dirname, '..', 'reference', 'train_speed.py');
  const given = [layers, width, heads, length, rows, vocabulary, steps, availableParallelism()];
  return Number(execFileSync(python, [script, ...given.map(String)], { encoding: 'utf8' }));
}

async function labSpeed(site: Site, size: Size): Promise<number> {
  const { layers, width, heads, length, rows, steps } = size;
  const query = `lab=1~data:toytown~layers:${layers}~width:${width}~heads:${heads}~rows:${rows}~length:${length}~steps:1000`;
  const { page, finish } = await site.open('/lab', { backend: 'wasm', query });
  const figure = await bench(page);
  await press(figure, labMessages.train);
  const first = await passes(figure, 2);
  const begun = performance.now();
  const last = await passes(figure, first + steps - 1);
  const seconds = (performance.now() - begun) / 1000;
  await finish();
  return (last - first) / seconds;
}

export async function printTrainingSpeed(): Promise<void> {
  const torch = hasTorch();
  await buildSites();
  const site = await openSite();
  try {
    console.log(
      `\ntraining steps a second on ${availableParallelism()} cores: the Lab in Chromium on WASM, PyTorch, ratio (median of ${rounds} rounds)`,
    );
    for (const [name, size] of Object.entries(sizes)) {
      const times: { readonly ours: number; readonly theirs: number }[] = [];
      for (let round = 0; round < rounds; round++)
        times.push({
          ours: await labSpeed(site, size),
          theirs: torch ? torchSpeed(size) : Number.NaN,
        });
      const ours = median(times.map((one) => one.ours)).toFixed(2);
      if (!torch) {
        console.log(`  ${name}  ${ours}  PyTorch is not installed (PYTHON names a program that has it)`);
        continue;
      }
      const theirs = median(times.map((one) => one.theirs)).toFixed(2);
      const ratio = median(times.map((one) => one.ours / one.theirs));
      const verdict = size.bar === null ? '' : ratio >= size.bar ? '  holds' : `  UNDER ${size.bar}`;
      console.log(`  ${name}  ${ours}  ${theirs}  ${ratio.toFixed(3)}${verdict}`);
    }
  } finally {
    await site.close();
  }
}
