import type { Series } from '../../models/checkpoints/claim-record.ts';
import { busiestExpert } from '../measures/experts.ts';
import { bar, type Claim } from './claim.ts';
import { contend } from './compare.ts';
import { balanced, smallBatches, smallDomains, smallSwitch } from './small-domains.ts';

const contenders = [
  ['with the term, 0.01', 0.01],
  ['without the term', 0],
] as const;

export const c12: Claim = {
  id: 'C12',
  claim: 'Without the auxiliary loss routing collapses',
  source: 'Shazeer et al. 2017; Fedus et al. 2021',
  setting:
    'Decoders of two layers of width 32 with eight experts, one of which works on each token, on Toytown, French, arithmetic and brackets, with the balancing term of weight 0.01 and without it: the busiest expert of either layer on held-out texts, as a multiple of an even share.',
  async run(options) {
    const series: Series[] = [];
    const busiest: number[] = [];
    let steps = 0;
    for (const [name, weight] of contenders) {
      const config = balanced(smallSwitch(8), weight);
      const contender = { ...smallDomains, name, config };
      const run = await contend(contender, options, (params) =>
        busiestExpert(params, config, smallBatches(options.short ? 1 : 16), { atMost: null, atLeast: null }),
      );
      options.tell(`${name}: ${run.measured.measured.toFixed(2)} even shares`);
      busiest.push(run.measured.measured);
      series.push(run.series);
      steps += run.steps;
    }
    const [even = 0, left = 0] = busiest;
    const unit = 'even shares';
    const bars = [
      bar('tokens of the busiest expert, with the term', even, { unit }),
      bar('tokens of the busiest expert, without the term: over twice as many', left, {
        unit,
        atLeast: 2 * even,
      }),
    ];
    return { bars, series, steps };
  },
};
