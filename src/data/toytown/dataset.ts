/** Toytown as batches: windows that begin with a story, with the exact floor of each. */

import { randomStream } from '../../random.ts';
import type { Batch, Dataset } from '../batch.ts';
import { vocabulary } from './lexicon.ts';
import { splitStream, stories } from './splits.ts';
import { nextWindows, type Windows } from './windows.ts';

/** How many held-out stories training never tells, even by chance; figures and measurements draw from these. */
const keptOut = 2000;
/** The batches that `heldOut` answers with come from this seed of the test split. */
const heldOutSeed = 0;

let excluded: ReadonlySet<string> | null = null;

/** The first stories of the validation and test splits, as texts: made once, when first asked for. */
export function heldOutTexts(): ReadonlySet<string> {
  excluded ??= new Set(
    (['validation', 'test'] as const).flatMap((split) =>
      stories(split, keptOut).map((story) => story.tokens.join(' ')),
    ),
  );
  return excluded;
}

function toBatch({ batch: rows, context: length, tokens, logProbabilities }: Windows): Batch {
  const inputs = new Int32Array(rows * length);
  const targets = new Int32Array(rows * length);
  for (let row = 0; row < rows; row++) {
    const from = row * (length + 1);
    inputs.set(tokens.subarray(from, from + length), row * length);
    targets.set(tokens.subarray(from + 1, from + length + 1), row * length);
  }
  const floor = -logProbabilities.reduce((sum, value) => sum + value, 0) / logProbabilities.length;
  return { rows, length, tokens: inputs, targets, weights: new Float32Array(rows * length).fill(1), floor };
}

/** Seeds of batches must differ for every step of every run: runs are this far apart. */
const stepsApart = 1_000_000;

export const toytownDataset: Dataset = {
  vocabulary: vocabulary.length,
  training(seed, index, rows, length) {
    const random = randomStream((Math.imul(seed, stepsApart) + index) >>> 0);
    return toBatch(nextWindows(random, { batch: rows, context: length, without: heldOutTexts() }));
  },
  heldOut(count, rows, length) {
    const random = splitStream('test', heldOutSeed);
    return Array.from({ length: count }, () =>
      toBatch(nextWindows(random, { batch: rows, context: length })),
    );
  },
};
