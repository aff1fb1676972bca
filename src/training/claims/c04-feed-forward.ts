import { meanOf } from '../../models/statistics.ts';
import { bar, type Claim } from './claim.ts';
import { smallModelConfigs } from './feed-forward-kinds.ts';
import { smallRecipe, trainedGap } from './small-toytown.ts';

export const c04: Claim = {
  id: 'C4',
  claim: 'A feed-forward layer adds a power that attention lacks',
  source: 'Vaswani et al. 2017; Geva et al. 2021',
  setting:
    'Decoders on Toytown with equal parameters (within 2 %), three seeds each: two layers with a feed-forward layer that is linear, ReLU, GELU or SwiGLU, and attention alone in six layers; loss over the floor on held-out stories.',
  async run({ seed, short, tell }) {
    const seeds = short ? 1 : 3;
    const gaps = new Map<string, number[]>();
    let steps = 0;
    for (const [name, config] of smallModelConfigs) {
      const own: number[] = [];
      for (let run = 0; run < seeds; run++) {
        const result = await trainedGap(smallRecipe(config, short ? 5 : 1_200), seed + run);
        own.push(result.gap);
        steps += result.steps;
        tell(`${name}, seed ${seed + run}: ${result.gap.toFixed(4)} over the floor`);
      }
      gaps.set(name, own);
    }
    const of = (name: string) => gaps.get(name) ?? [];
    const worstCurved = Math.max(...['ReLU', 'GELU', 'SwiGLU'].flatMap(of));
    return {
      bars: [
        bar(
          'least loss of a linear layer over the largest of a nonlinear one',
          Math.min(...of('linear')) - worstCurved,
          {
            unit: 'nats a token',
            atLeast: 0,
          },
        ),
        ...Array.from(gaps, ([name, own]) =>
          bar(`loss over the floor, ${name}, mean of ${own.length} seeds`, meanOf(own), {
            unit: 'nats a token',
          }),
        ),
      ],
      series: Array.from(gaps, ([name, own]) => ({
        name,
        xLabel: 'seed',
        yLabel: 'loss over the floor',
        x: own.map((_, run) => seed + run),
        y: own,
      })),
      steps,
    };
  },
};
