/** gpt2-toytown taught another town's way of speaking: all of it, or thin matrices beside its own. */
import { type Dialect, dialectDataset } from '../../data/toytown/dialects.ts';
import { architectures } from '../../models/architectures.ts';
import type { FloatTensor } from '../../models/checkpoints/int8.ts';
import { readParams } from '../../models/checkpoints/save.ts';
import type { ModelConfig } from '../../models/config.ts';
import { init } from '../../models/model.ts';
import { disposeParams } from '../../models/params.ts';
import { isAdapter } from '../../models/parts/lora.ts';
import { ExperimentError } from '../errors.ts';
import { common, toytownSizes } from '../recipes/defaults.ts';
import type { SessionRecipe, TrainingState } from '../session.ts';

export const baseModel = 'gpt2-toytown';
export const baseConfig = architectures.gpt2.config(toytownSizes);

/** rank 0: every weight learns. */
export const adaptations = [
  { name: 'full', rank: 0 },
  { name: 'lora-1', rank: 1 },
  { name: 'lora-3', rank: 3 },
] as const;

export const adaptedConfig = (rank: number): ModelConfig =>
  rank === 0 ? baseConfig : { ...baseConfig, adapters: { rank } };

export const adaptRecipe = (dialect: Dialect, rank: number, steps = 200): SessionRecipe => ({
  ...common,
  config: adaptedConfig(rank),
  dataset: dialectDataset(dialect),
  steps,
  rows: 4,
  length: 64,
  // What is thin bears and needs a higher rate, as in the paper.
  schedule: { peak: rank === 0 ? 2e-3 : 1e-2, warmUp: 10, finalShare: 0.1 },
  ...(rank === 0 ? {} : { trainable: isAdapter }),
});

/** Where an adaptation begins: the weights of `base`, and adapters that do nothing yet. */
export async function adaptedFrom(
  config: ModelConfig,
  seed: number,
  base?: ReadonlyMap<string, FloatTensor>,
): Promise<TrainingState> {
  if (base === undefined) throw new ExperimentError('There is no model to begin from.');
  const params = init(config, seed);
  const fresh = await readParams(params);
  disposeParams(params);
  const floats = new Map(Array.from(fresh, ([name, own]) => [name, base.get(name) ?? own]));
  const zeros = () =>
    new Map(
      Array.from(floats, ([name, { shape, data }]) => [name, { shape, data: new Float32Array(data.length) }]),
    );
  return { step: 0, params: floats, optimizer: { steps: 0, means: zeros(), squares: zeros() } };
}
