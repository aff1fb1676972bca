import { keyValueLength } from '../../data/tasks/key-value-recall.ts';
import type { Series } from '../../models/checkpoints/claim-record.ts';
import { recallConfigs, recalled, recallRecipe } from '../recipes/gru-recall.ts';
import { bar, type Claim } from './claim.ts';
import { contend } from './compare.ts';

const pairs = [4, 8, 16, 32, 64];
const names = { gru: 'GRU', attention: 'transformer' } as const;

export const c02: Claim = {
  id: 'C2',
  claim: 'Attention reaches what recurrence forgets',
  source: 'Vaswani et al. 2017; Bahdanau et al. 2015; the task after Arora et al. 2023',
  setting:
    'Two layers of width 64 read pairs of a key and a value, then every key once more, and tell its value; 64 kinds of each. A GRU and a transformer with as many parameters, each trained once: on 4 pairs of 16 kinds first, then on more kinds and pairs, up to 64 of both; asked for each number of pairs.',
  async run(options) {
    const series: Series[] = [];
    const right = { gru: [] as number[], attention: [] as number[] };
    const tried = options.short ? [4] : pairs;
    let steps = 0;
    for (const kind of ['gru', 'attention'] as const) {
      const most = Math.max(...tried);
      const config = recallConfigs[kind](keyValueLength(most));
      const recipe = recallRecipe(kind, names[kind], kind, config, most);
      const run = await contend({ ...recipe, name: names[kind] }, options, async (params) => {
        const shares: number[] = [];
        for (const count of tried) {
          const { measured } = await recalled(params, config, count);
          options.tell(`${names[kind]}, ${count} pairs: ${measured.toFixed(3)}`);
          shares.push(measured);
        }
        return shares;
      });
      right[kind].push(...run.measured);
      steps += run.steps;
      series.push({
        name: names[kind],
        xLabel: 'pairs',
        yLabel: 'share of values recalled',
        x: [...tried],
        y: [...right[kind]],
      });
    }
    // The number of pairs at which the two are furthest apart.
    const gaps = tried.map((_, at) => (right.attention[at] ?? 0) - (right.gru[at] ?? 0));
    const widest = gaps.indexOf(Math.max(...gaps));
    const bars = [
      bar(`values recalled of ${tried[widest]} pairs, transformer`, right.attention[widest] ?? 0, {
        unit: 'share',
        atLeast: 0.9,
      }),
      bar(`values recalled of ${tried[widest]} pairs, GRU`, right.gru[widest] ?? 0, {
        unit: 'share',
        atMost: 0.5,
      }),
    ];
    return { bars, series, steps };
  },
};
