import type { Series } from '../../models/checkpoints/claim-record.ts';
import type { Params } from '../../models/model.ts';
import { withoutDrops } from '../../models/parts/moe.ts';
import { meanOf } from '../../models/statistics.ts';
import { busiestExpert } from '../measures/experts.ts';
import { bar, type Claim } from './claim.ts';
import { contend } from './compare.ts';
import { balanced, smallBatches, smallDomains, smallSwitch } from './small-domains.ts';

const weights = [
  ['with the term, 0.01', 0.01],
  ['without the term', 0],
] as const;

/** An expert that is full turns tokens away, which holds a collapse back by itself: so once as the paper has it, and once without. */
const rooms = [
  ['a capacity of 1.25', smallSwitch(8)],
  ['no capacity', withoutDrops(smallSwitch(8))],
] as const;

/** The share of the busiest expert is looked at every so many steps: collapse comes early. */
const every = 20;

export const c12: Claim = {
  id: 'C12',
  claim: 'Without the auxiliary loss routing collapses',
  source: 'Shazeer et al. 2017; Fedus et al. 2021',
  setting:
    'Decoders of two layers of width 32 with eight experts, one of which works on each token, on Toytown, French, arithmetic and brackets, with the balancing term of weight 0.01 and without it; with a capacity factor of 1.25, and with experts that take all that come: the busiest expert of either layer on held-out texts, as a multiple of an even share.',
  async run(options) {
    const series: Series[] = [];
    const bars = [];
    const unit = 'even shares';
    let steps = 0;
    for (const [room, sparse] of rooms) {
      const busiest: number[] = [];
      for (const [term, weight] of weights) {
        const config = balanced(sparse, weight);
        const name = `${room}, ${term}`;
        const busiestOf = async (params: Params, batches: number): Promise<number> =>
          (await busiestExpert(params, config, smallBatches(batches), { atMost: null, atLeast: null }))
            .measured;
        const shares: (readonly [step: number, share: number])[] = [];
        const run = await contend(
          { ...smallDomains, name, config },
          options,
          (params) => busiestOf(params, options.short ? 1 : 16),
          { every, look: async (step, params) => void shares.push([step, await busiestOf(params, 1)]) },
        );
        options.tell(
          `${name}: ${run.measured.toFixed(2)} even shares at the end, ${meanOf(shares.map(([, share]) => share)).toFixed(2)} on the way`,
        );
        busiest.push(run.measured);
        series.push(
          {
            name,
            xLabel: 'steps',
            yLabel: 'tokens of the busiest expert, even shares',
            x: shares.map(([step]) => step),
            y: shares.map(([, share]) => share),
          },
          run.series,
        );
        steps += run.steps;
      }
      const [even = 0, left = 0] = busiest;
      bars.push(
        bar(`tokens of the busiest expert, ${room}, with the term`, even, { unit }),
        bar(`tokens of the busiest expert, ${room}, without the term: over twice as many`, left, {
          unit,
          atLeast: 2 * even,
        }),
      );
    }
    return { bars, series, steps };
  },
};
