import { toytownDataset } from '../../data/toytown/dataset.ts';
import type { ModelConfig } from '../../models/config.ts';
import { fitLine, meanOf } from '../../models/statistics.ts';
import { lossAndGradients } from '../gradients.ts';
import { TrainingSession } from '../session.ts';
import { bar, type Claim } from './claim.ts';
import { evenFirstWeights } from './first-weights.ts';
import { experiment } from './run.ts';
import { deepConfig, smallRecipe, unigramEntropy } from './small-toytown.ts';

const places = { 'pre-LN': 'pre', 'post-LN': 'post' } as const;
type PlaceName = keyof typeof places;

export const normPlaced = (name: PlaceName, layers: number): ModelConfig => {
  const config = deepConfig(layers);
  const place = places[name];
  return { ...config, norm: { ...config.norm, place }, finalNorm: place === 'pre' };
};

/** Of the last matrix of the last feed-forward layer, at the first weights: mean norm over some batches. */
async function lastGradient(config: ModelConfig, seed: number, batches: number): Promise<number> {
  const recipe = smallRecipe(config, 1);
  const session = new TrainingSession(recipe, seed, await evenFirstWeights(config, seed));
  const norms: number[] = [];
  for (let index = 0; index < batches; index++) {
    const batch = toytownDataset.training(seed, index, recipe.rows, recipe.length);
    const { loss, gradients } = lossAndGradients(session.params, config, batch, {});
    const own = gradients.get(`blocks.${config.layers.length - 1}.mlp.out.weight`);
    const values = own ? await own.data() : [];
    norms.push(Math.sqrt(Array.from(values).reduce((sum, value) => sum + value * value, 0)));
    loss.dispose();
    for (const gradient of gradients.values()) gradient.dispose();
  }
  session.dispose();
  return meanOf(norms);
}

const ratesOf = (short: boolean): number[] => (short ? [1e-3] : [3e-4, 1e-3, 3e-3, 1e-2, 3e-2]);

export const c05: Claim = {
  id: 'C5',
  claim:
    'With the norm before each sub-layer a model trains without warm-up, at rates where the norm after it does not',
  source: 'Xiong et al. 2020',
  setting:
    'Decoders on Toytown. At the first weights: the gradient of the last feed-forward matrix over 2 to 32 layers. Then 8 layers, 300 steps at a constant rate without warm-up: a model bears a rate if it ends a nat under the entropy of the single words.',
  async run({ seed, short, tell }) {
    const depths = short ? [2, 4] : [2, 4, 8, 16, 32];
    const layers = short ? 2 : 8;
    const steps = short ? 4 : 300;
    const entropy = unigramEntropy();
    const bars = [];
    const series = [];
    const borne = new Map<PlaceName, number>();
    let done = 0;
    for (const name of Object.keys(places) as PlaceName[]) {
      const norms: number[] = [];
      for (const depth of depths) {
        norms.push(await lastGradient(normPlaced(name, depth), seed, short ? 1 : 4));
        tell(`${name}, ${depth} layers: gradient ${norms.at(-1)?.toFixed(4)}`);
      }
      const { slope } = fitLine(depths.map(Math.log), norms.map(Math.log));
      const wanted = name === 'pre-LN' ? -0.5 : 0;
      bars.push(
        bar(
          `slope of the last gradient over depth, log-log, ${name}: distance from ${wanted}`,
          Math.abs(slope - wanted),
          {
            atMost: 0.15,
          },
        ),
        bar(`slope of the last gradient over depth, log-log, ${name}`, slope),
      );
      series.push({
        name: `gradient, ${name}`,
        xLabel: 'layers',
        yLabel: 'gradient norm',
        x: depths,
        y: norms,
      });
      const losses: number[] = [];
      for (const rate of ratesOf(short)) {
        const config = normPlaced(name, layers);
        const recipe = { ...smallRecipe(config, steps), schedule: { peak: rate, warmUp: 0, finalShare: 1 } };
        const state = await evenFirstWeights(config, seed);
        const result = await experiment(recipe, { seed, state });
        done += result.losses.length;
        // A loss that is no number is as bad as knowing nothing.
        const loss = result.finite ? meanOf(result.losses.slice(-20)) : entropy;
        losses.push(loss);
        if (loss < entropy - 1) borne.set(name, rate);
        tell(`${name}, rate ${rate}: ${loss.toFixed(3)} (single words: ${entropy.toFixed(3)})`);
      }
      series.push({
        name: `loss, ${name}`,
        xLabel: 'learning rate',
        yLabel: 'nats a token',
        x: ratesOf(short),
        y: losses,
      });
    }
    const rates = (name: PlaceName) => borne.get(name) ?? 0;
    bars.push(
      bar('largest rate that pre-LN bears', rates('pre-LN')),
      bar('largest rate that post-LN bears', rates('post-LN')),
      bar('largest rate of pre-LN over that of post-LN', rates('pre-LN') / Math.max(rates('post-LN'), 1e-4), {
        unit: 'times',
        atLeast: 3,
      }),
    );
    return { bars, series, steps: done };
  },
};
