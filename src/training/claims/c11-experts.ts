import type { Series } from '../../models/checkpoints/claim-record.ts';
import { meanOf } from '../../models/statistics.ts';
import { evaluate } from '../evaluate.ts';
import { bar, type Claim } from './claim.ts';
import { contend } from './compare.ts';
import { smallBatches, smallDense, smallDomains, smallSwitch } from './small-domains.ts';

const seeds = 3;
const contenders = [
  ['dense', smallDense],
  ['4 experts', smallSwitch(4)],
  ['8 experts', smallSwitch(8)],
] as const;

export const c11: Claim = {
  id: 'C11',
  claim: 'At equal active compute a sparse model beats a dense one',
  source: 'Fedus et al. 2021',
  setting: `Toytown, French, arithmetic and brackets; decoders of two layers of width 32: dense, and with 4 and 8 experts of which one works on each token, as wide as the dense layer. Mean of ${seeds} seeds on held-out texts.`,
  async run(options) {
    const series: Series[] = [];
    const losses: number[] = [];
    let steps = 0;
    const batches = smallBatches(options.short ? 1 : 16);
    for (const [name, config] of contenders) {
      const own: number[] = [];
      for (let index = 0; index < (options.short ? 1 : seeds); index++) {
        const contender = { ...smallDomains, name: `${name}, seed ${options.seed + index}`, config };
        const run = await contend(contender, { ...options, seed: options.seed + index }, (params) =>
          evaluate(params, config, batches),
        );
        own.push(run.measured.loss - (run.measured.floor ?? 0));
        options.tell(`${contender.name}: ${own.at(-1)?.toFixed(4)} nats over the floor`);
        if (index === 0) series.push({ ...run.series, name });
        steps += run.steps;
      }
      losses.push(meanOf(own));
    }
    const [dense = 0, four = 0, eight = 0] = losses;
    const unit = 'nats a token';
    const bars = [
      bar('loss over the floor, dense', dense, { unit }),
      bar('loss over the floor, 4 experts, under the dense model', four, { unit, atMost: dense }),
      bar('loss over the floor, 8 experts, under the dense model', eight, { unit, atMost: dense }),
    ];
    return { bars, series, steps };
  },
};
