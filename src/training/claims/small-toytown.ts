/** The small decoder on Toytown that several claims change one choice of. */
import { toytownDataset } from '../../data/toytown/dataset.ts';
import { architectures } from '../../models/architectures.ts';
import type { ModelConfig } from '../../models/config.ts';
import { evaluate } from '../evaluate.ts';
import { common, firstWeights, toytownSizes } from '../recipes/defaults.ts';
import type { SessionRecipe } from '../session.ts';
import { experiment } from './run.ts';

const width = 32;
const context = 64;

export const deepConfig = (layers: number): ModelConfig =>
  architectures.gpt2.config({
    ...toytownSizes,
    context,
    width,
    layers,
    initializerRange: firstWeights(width),
  });

export const smallConfig = deepConfig(2);

/** Nats a token of a model that knows how often each word is said, and nothing else: of the held-out windows. */
export function unigramEntropy(): number {
  const counts = new Float64Array(smallConfig.vocabulary);
  for (const { targets } of toytownDataset.heldOut(16, 16, context)) {
    for (const target of targets) counts[target] = (counts[target] ?? 0) + 1;
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.reduce(
    (sum, count) => (count === 0 ? sum : sum - (count / total) * Math.log(count / total)),
    0,
  );
}

export const smallRecipe = (config: ModelConfig, steps: number): SessionRecipe => ({
  ...common,
  config,
  dataset: toytownDataset,
  steps,
  rows: 16,
  length: context,
  schedule: { peak: 5e-3, warmUp: 100, finalShare: 0.02 },
});

export interface Gap {
  /** Nats a token over the floor of held-out windows, after the last step. */
  readonly gap: number;
  readonly steps: number;
}

export async function trainedGap(recipe: SessionRecipe, seed: number): Promise<Gap> {
  let gap = Number.NaN;
  const { losses } = await experiment(recipe, { seed }, async (params) => {
    const { loss, floor } = await evaluate(
      params,
      recipe.config,
      toytownDataset.heldOut(16, 16, recipe.length),
    );
    gap = loss - (floor ?? Number.NaN);
  });
  return { gap, steps: losses.length };
}
