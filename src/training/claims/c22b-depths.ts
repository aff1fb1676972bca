import type { Series } from '../../models/checkpoints/claim-record.ts';
import { prefillFlops } from '../../models/count.ts';
import { bar, type Claim } from './claim.ts';
import { depthConfigs } from './depth-kinds.ts';
import { smallRecipe, trainedGap } from './small-toytown.ts';

export const c22b: Claim = {
  id: 'C22b',
  claim: 'Most words can go by every second layer at little loss',
  source: 'Raposo et al. 2024',
  setting:
    'Decoders of four layers on Toytown, 600 steps: all words pass through every layer, or in every second layer only the half or the eighth that its router chooses; beside them two layers. Loss over the floor on held-out stories, operations of a pass counted.',
  async run({ seed, short, tell }) {
    const series: Series[] = [];
    const gaps = new Map<string, number>();
    const work = new Map<string, number>();
    let steps = 0;
    for (const [name, config] of depthConfigs) {
      const recipe = smallRecipe(config, short ? 3 : 600);
      const result = await trainedGap(recipe, seed);
      gaps.set(name, result.gap);
      work.set(name, prefillFlops(config, recipe.length).total);
      steps += result.steps;
      tell(`${name}: ${result.gap.toFixed(4)} over the floor`);
      series.push({
        name,
        xLabel: 'operations of a pass',
        yLabel: 'nats a token over the floor',
        x: [work.get(name) ?? 0],
        y: [result.gap],
      });
    }
    const of = (name: string) => gaps.get(name) ?? Number.NaN;
    const share = (name: string) => (work.get(name) ?? 0) / (work.get('all pass') ?? 1);
    return {
      bars: [
        bar(
          'loss with an eighth passing, under that of two layers',
          of('an eighth passes') - of('two layers'),
          {
            unit: 'nats a token',
            atMost: 0,
          },
        ),
        ...[...gaps].map(([name, gap]) => bar(`loss over the floor, ${name}`, gap, { unit: 'nats a token' })),
        bar('operations with half passing, of all', share('half pass'), { unit: 'share' }),
        bar('operations with an eighth passing, of all', share('an eighth passes'), { unit: 'share' }),
      ],
      series,
      steps,
    };
  },
};
