import { toytownDataset } from '../../data/toytown/dataset.ts';
import type { ModelConfig } from '../../models/config.ts';
import { meanOf } from '../../models/statistics.ts';
import { lossAndGradients } from '../gradients.ts';
import type { TrainingState } from '../session.ts';
import { TrainingSession } from '../session.ts';
import { bar, type Claim } from './claim.ts';
import { evenFirstWeights } from './first-weights.ts';
import { experiment } from './run.ts';
import { deepConfig, smallRecipe, unigramEntropy } from './small-toytown.ts';

export const deepKinds = [
  { name: 'residuals and norm', residual: true, place: 'pre' },
  { name: 'residuals alone', residual: true, place: 'none' },
  { name: 'norm alone', residual: false, place: 'pre' },
  { name: 'neither', residual: false, place: 'none' },
] as const;

export const deepKind = ({ residual, place }: (typeof deepKinds)[number], layers: number): ModelConfig => {
  const config = deepConfig(layers);
  return { ...config, residual, norm: { ...config.norm, place }, finalNorm: place !== 'none' };
};

/** GPT-2's weights are so small that a product of many dies; those of the figure are as large as its live runs begin with. */
const beginnings = [
  {
    weights: 'first weights of GPT-2',
    configure: (config: ModelConfig): ModelConfig => ({ ...config, initializerRange: 0.02 }),
    begin: async (): Promise<TrainingState | undefined> => undefined,
  },
  { weights: 'large first weights', configure: (config: ModelConfig) => config, begin: evenFirstWeights },
] as const;

/** Norm of the gradient of all weights of each block, at the first weights. */
async function gradientsByLayer(
  config: ModelConfig,
  seed: number,
  state: TrainingState | undefined,
): Promise<number[]> {
  const recipe = smallRecipe(config, 1);
  const session = new TrainingSession(recipe, seed, state);
  const batch = toytownDataset.training(seed, 0, recipe.rows, recipe.length);
  const { loss, gradients } = lossAndGradients(session.params, config, batch, {});
  const squares = new Array<number>(config.layers.length).fill(0);
  for (const [name, gradient] of gradients) {
    const layer = Number(/^blocks\.(\d+)\./.exec(name)?.[1] ?? Number.NaN);
    const values = await gradient.data();
    gradient.dispose();
    if (Number.isInteger(layer)) {
      squares[layer] = Array.from(values).reduce((sum, value) => sum + value * value, squares[layer] ?? 0);
    }
  }
  loss.dispose();
  session.dispose();
  return squares.map(Math.sqrt);
}

export const c06: Claim = {
  id: 'C6',
  claim: 'Residual sums let depth train',
  source: 'He et al. 2016',
  setting:
    'Decoders on Toytown of 16 and 32 layers with and without residual sums, with and without norms: the gradient of each layer at the first weights, and the loss after 300 steps. Twice: with first weights as GPT-2 draws them, of which the bars speak, and, at 16 layers, with those of a standard deviation of one over the root of the width, not divided by depth.',
  async run({ seed, short, tell }) {
    const entropy = unigramEntropy();
    const bars = [];
    const series = [];
    let steps = 0;
    for (const { weights, configure, begin } of beginnings) {
      const large = weights === 'large first weights';
      for (const layers of short ? [3] : large ? [16] : [16, 32]) {
        for (const kind of deepKinds) {
          const config = configure(deepKind(kind, layers));
          const name = `${layers} layers, ${kind.name}, ${weights}`;
          const norms = await gradientsByLayer(config, seed, await begin(config, seed));
          // A gradient too small for 32 bits is 0.
          const fall = (norms.at(-1) ?? 0) / Math.max(norms[0] ?? 0, 1e-45);
          const recipe = smallRecipe(config, short ? 3 : 300);
          const state = await begin(config, seed);
          const result = await experiment(recipe, { seed, ...(state ? { state } : {}) });
          steps += result.losses.length;
          const loss = result.finite ? meanOf(result.losses.slice(-20)) : entropy;
          tell(
            `${name}: gradient falls ${fall.toExponential(1)} times; loss ${loss.toFixed(3)} (single words ${entropy.toFixed(3)})`,
          );
          const barred = kind.name === 'neither' && !large;
          bars.push(
            bar(`gradient of the last layer over that of the first, ${name}`, fall, {
              unit: 'times',
              atLeast: barred ? 1_000 : null,
            }),
            bar(`entropy of the single words less the loss, ${name}`, entropy - loss, {
              unit: 'nats a token',
              atMost: barred ? 0.1 : null,
            }),
          );
          // On an axis of logarithms there is no place for 0.
          const drawn = norms.map((norm, layer) => [layer + 1, norm] as const).filter(([, norm]) => norm > 0);
          series.push({
            name,
            xLabel: 'layer',
            yLabel: 'gradient norm at the first weights',
            x: drawn.map(([layer]) => layer),
            y: drawn.map(([, norm]) => norm),
          });
        }
      }
    }
    return { bars, series, steps };
  },
};
