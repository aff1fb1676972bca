import { architectures } from '../../models/architectures.ts';
import type { Series } from '../../models/checkpoints/claim-record.ts';
import { associated, associativeRecipe, associativeSizes, recallingHyena } from '../recipes/hyena-recall.ts';
import { bar, type Claim } from './claim.ts';
import { contend } from './compare.ts';

export const c15: Claim = {
  id: 'C15',
  claim: 'Hyena recalls like attention at sub-quadratic cost',
  source: 'Poli et al. 2023',
  setting:
    'Associative recall: 32 pairs of a dictionary of 16 that is drawn anew for each text, then a key whose value is asked for. Two layers of width 64, Hyena and attention with learned positions.',
  async run(options) {
    const series: Series[] = [];
    const right: number[] = [];
    let steps = 0;
    for (const [name, kind, config] of [
      ['attention', 'gpt2', architectures.gpt2.config(associativeSizes)],
      ['Hyena', 'hyena', recallingHyena],
    ] as const) {
      const contender = { ...associativeRecipe(kind, name, kind, config), name };
      const run = await contend(contender, options, (params) => associated(params, config, null));
      options.tell(`${name}: ${run.measured.measured.toFixed(3)}`);
      right.push(run.measured.measured);
      series.push(run.series);
      steps += run.steps;
    }
    const [attention = 0, hyena = 0] = right;
    const bars = [
      bar('values recalled of the last key, Hyena: within 5 points of attention', hyena, {
        unit: 'share',
        atLeast: attention - 0.05,
      }),
      // Where attention has not learned it either, the comparison says nothing.
      bar('values recalled of the last key, attention', attention, { unit: 'share', atLeast: 0.9 }),
    ];
    return { bars, series, steps };
  },
};
