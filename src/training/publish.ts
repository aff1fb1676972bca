/** Turns a finished run into the folder that ships: weights, config, tokenizer, card, curve, saved steps. */
import { cpus } from 'node:os';
import type { Bar, ModelCard } from '../models/checkpoints/card.ts';
import { memoryFiles, stepFile } from '../models/checkpoints/files.ts';
import { loadCheckpoint } from '../models/checkpoints/load.ts';
import { saveCheckpoint } from '../models/checkpoints/save.ts';
import { countParams, disposeParams } from '../models/params.ts';
import { backendName } from '../models/tf.ts';
import { evaluate } from './evaluate.ts';
import { type NodeFolder, openShipped } from './node-files.ts';
import type { Recipe } from './recipe.ts';
import type { TrainedRun } from './train.ts';

const heldOutBatches = 24;

/** What a card or a record says of where it was made. */
export function machineOf(): ModelCard['machine'] {
  const backend = backendName();
  if (backend === null) throw new Error('No backend has been started.');
  return { processors: cpus().length, model: cpus()[0]?.model.trim() ?? '', backend };
}

/** Writes the folder and answers with the bars, as measured of the weights as they are stored. */
export async function publish(
  recipe: Recipe,
  run: TrainedRun,
  seed: number,
  work: NodeFolder,
  out: NodeFolder,
): Promise<readonly Bar[]> {
  const content = {
    id: recipe.id,
    config: recipe.config,
    params: run.session.params,
    tokenizer: recipe.tokenizer().toJSON(),
    curve: run.curve,
  };
  const stored = await saveCheckpoint(content, recipe.storage);
  // Measured of what ships, after rounding, not of what was in memory.
  const { params } = await loadCheckpoint(memoryFiles(stored));
  try {
    const bars = await recipe.bars(params, recipe.config, openShipped);
    const heldOut = recipe.dataset.heldOut(heldOutBatches, recipe.rows, recipe.length);
    const { loss, floor } = await evaluate(params, recipe.config, heldOut, recipe);
    const card: ModelCard = {
      id: recipe.id,
      what: recipe.what,
      data: [...recipe.data],
      command: `npm run train -- ${recipe.id} --seed ${seed}`,
      seed,
      steps: run.session.step,
      tokens: run.tokens,
      wallSeconds: Math.round(run.seconds),
      machine: machineOf(),
      parameters: countParams(params),
      storage: recipe.storage,
      loss,
      floor,
      gap: floor === null ? null : loss - floor,
      bars,
      deviations: [...recipe.deviations],
      date: new Date().toISOString().slice(0, 10),
    };
    for (const [name, bytes] of await saveCheckpoint({ ...content, card }, recipe.storage))
      await out.write(name, bytes);
    for (const step of run.curve.saved) await out.write(stepFile(step), await work.read(stepFile(step)));
    return bars;
  } finally {
    disposeParams(params);
  }
}
