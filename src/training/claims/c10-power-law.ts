import { stateOfTheUnionCharacters } from '../../data/corpora/state-of-the-union.ts';
import { lazyDataset } from '../../data/lazy-dataset.ts';
import { architectures } from '../../models/architectures.ts';
import { countParameters } from '../../models/count.ts';
import { fitLine } from '../../models/statistics.ts';
import { evaluate } from '../evaluate.ts';
import { common, firstWeights } from '../recipes/defaults.ts';
import { bar, type Claim } from './claim.ts';
import { experiment } from './run.ts';

const { dataset, open } = lazyDataset(stateOfTheUnionCharacters);
const length = 96;

/** Layers and width, smallest first. */
const sizes = [
  [1, 8],
  [1, 16],
  [2, 16],
  [2, 32],
  [3, 48],
  [4, 64],
] as const;

export const c10: Claim = {
  id: 'C10',
  claim: 'The loss falls as a power of the number of parameters',
  source: 'Kaplan et al. 2020; Hoffmann et al. 2022',
  setting:
    'Decoders of six sizes on the State of the Union by characters, all for the same number of steps; loss on held-out speeches over parameters without the embeddings, both as logarithms.',
  async run({ seed, short, tell }) {
    const counts: number[] = [];
    const losses: number[] = [];
    let steps = 0;
    for (const [layers, width] of short ? sizes.slice(0, 3) : sizes) {
      const config = architectures.gpt2.config({
        vocabulary: open().vocabulary,
        context: length,
        width,
        layers,
        heads: Math.max(1, width / 16),
        initializerRange: firstWeights(width),
      });
      const recipe = {
        ...common,
        config,
        dataset,
        steps: short ? 4 : 1_000,
        rows: 16,
        length,
        schedule: { peak: 4e-3, warmUp: 50, finalShare: 0.02 },
      };
      const result = await experiment(recipe, { seed }, async (params) => {
        losses.push((await evaluate(params, config, open().heldOut(short ? 1 : 12, 16, length))).loss);
      });
      steps += result.losses.length;
      const embeddings = (config.vocabulary + length) * width;
      counts.push(countParameters(config).total - embeddings);
      tell(`${counts.at(-1)} parameters: ${losses.at(-1)?.toFixed(4)} nats a character`);
    }
    const line = fitLine(counts.map(Math.log), losses.map(Math.log));
    // Student's t at 97.5 % for the degrees of freedom of six sizes.
    const interval = 2.776 * line.slopeError;
    return {
      bars: [
        bar('R^2 of the straight line, log-log', line.determined, { atLeast: 0.95 }),
        bar('exponent', -line.slope),
        bar('half of the 95 % interval of the exponent', interval),
      ],
      series: [
        {
          name: 'sizes',
          xLabel: 'parameters without embeddings',
          yLabel: 'nats a character',
          x: counts,
          y: losses,
        },
      ],
      steps,
    };
  },
};
