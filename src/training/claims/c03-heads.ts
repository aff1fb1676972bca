import type { ModelConfig } from '../../models/config.ts';
import { meanOf, standardDeviation } from '../../models/statistics.ts';
import { bar, type Claim } from './claim.ts';
import { smallConfig, smallRecipe, trainedGap } from './small-toytown.ts';

/** As many heads as are asked for, of the same width together: the same number of parameters. */
export const withHeads = (heads: number): ModelConfig => ({
  ...smallConfig,
  layers: smallConfig.layers.map((layer) => ({
    ...layer,
    mixer:
      layer.mixer.kind === 'attention'
        ? { ...layer.mixer, heads, keyValueHeads: heads, headSize: smallConfig.width / heads }
        : layer.mixer,
  })),
});

export const c03: Claim = {
  id: 'C3',
  claim: 'Several heads are better than one of the same width',
  source: 'Vaswani et al. 2017, table 3 (A)',
  setting:
    'Decoders of two layers on Toytown with 1, 2, 4 and 8 heads and the same number of parameters, five seeds each; loss over the floor on held-out stories.',
  async run({ seed, short, tell }) {
    const seeds = short ? 2 : 5;
    const gaps = new Map<number, number[]>();
    let steps = 0;
    for (const heads of short ? [1, 4] : [1, 2, 4, 8]) {
      const own: number[] = [];
      for (let run = 0; run < seeds; run++) {
        const result = await trainedGap(smallRecipe(withHeads(heads), short ? 5 : 1_200), seed + run);
        own.push(result.gap);
        steps += result.steps;
        tell(`${heads} heads, seed ${seed + run}: ${result.gap.toFixed(4)} over the floor`);
      }
      gaps.set(heads, own);
    }
    const [single = [], ...several] = [...gaps.values()];
    const best = several.reduce((one, other) => (meanOf(other) < meanOf(one) ? other : one));
    const spread = Math.max(standardDeviation(single), standardDeviation(best));
    return {
      bars: [
        bar(
          'loss of one head over that of the best number of heads',
          (meanOf(single) - meanOf(best)) / spread,
          {
            unit: 'standard deviations',
            atLeast: 2,
          },
        ),
        ...Array.from(gaps, ([heads, own]) =>
          bar(
            `loss over the floor, ${heads} ${heads === 1 ? 'head' : 'heads'}, mean of ${own.length} seeds`,
            meanOf(own),
            {
              unit: 'nats a token',
            },
          ),
        ),
      ],
      series: Array.from(gaps, ([heads, own]) => ({
        name: `${heads} ${heads === 1 ? 'head' : 'heads'}`,
        xLabel: 'heads',
        yLabel: 'loss over the floor',
        x: own.map(() => heads),
        y: own,
      })),
      steps,
    };
  },
};
