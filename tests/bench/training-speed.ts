/**
 * Training steps a second in the Lab, in Chromium on WASM as the site runs it, against PyTorch with as many threads as there are cores: a
 * small, a middle and a large model of the Lab.
 */
import { availableParallelism } from 'node:os';
import { labMessages } from '../../src/widgets/messages/lab.ts';
import buildSites from '../browser/support/global-setup.ts';
import { bench, passes, press } from '../browser/support/lab.ts';
import { openSite, type Site } from '../browser/support/site.ts';
import { othersAtWork, type Round, speeds } from './clock.ts';
import { type LabSize, type LabSizeName, labSizeNames, labSizes, labVocabulary } from './lab-sizes.ts';
import { python, pythonHas } from './python.ts';

interface Task {
  /** To be timed: some seconds of work. */
  readonly steps: number;
  /** The least share of PyTorch's speed; null: it is only told. */
  readonly bar: number | null;
}

const tasks: Readonly<Record<LabSizeName, Task>> = {
  A: { steps: 100, bar: null },
  B: { steps: 12, bar: 0.25 },
  C: { steps: 5, bar: null },
};
const rounds = 3;

/** Of one step. */
function torchSeconds({ layers, width, heads, length, rows }: LabSize, steps: number): number {
  const given = [layers, width, heads, length, rows, labVocabulary, steps, availableParallelism()];
  return 1 / Number(python('train_speed.py', given));
}

async function labSeconds(site: Site, size: LabSize, steps: number): Promise<number> {
  const { layers, width, heads, length, rows } = size;
  const query = `lab=1~data:toytown~layers:${layers}~width:${width}~heads:${heads}~rows:${rows}~length:${length}~steps:1000`;
  const { page, finish } = await site.open('/lab', { backend: 'wasm', query });
  const figure = await bench(page);
  await press(figure, labMessages.train);
  const first = await passes(figure, 2);
  const begun = performance.now();
  const last = await passes(figure, first + steps - 1);
  const seconds = (performance.now() - begun) / 1000;
  await finish();
  return seconds / (last - first);
}

export async function printTrainingSpeed(): Promise<void> {
  const torch = pythonHas('torch');
  await buildSites();
  const site = await openSite();
  try {
    console.log(
      `\ntraining steps a second on ${availableParallelism()} cores: the Lab in Chromium on WASM, PyTorch, ratio (median of ${rounds} rounds)`,
    );
    console.log(await othersAtWork());
    for (const name of labSizeNames) {
      const [size, { steps, bar }] = [labSizes[name], tasks[name]];
      const times: Round[] = [];
      for (let round = 0; round < rounds; round++)
        times.push({
          ours: await labSeconds(site, size, steps),
          theirs: torch ? torchSeconds(size, steps) : Number.NaN,
        });
      const { ours, theirs, ratio } = speeds(1, times);
      const cells = torch
        ? `${theirs.toFixed(2)}  ${ratio.toFixed(3)}`
        : 'PyTorch is not installed (PYTHON names a program that has it)';
      const verdict = bar === null || !torch ? '' : ratio >= bar ? '  holds' : `  UNDER ${bar}`;
      console.log(`  ${name}  ${ours.toFixed(2)}  ${cells}${verdict}`);
    }
  } finally {
    await site.close();
  }
}
