import type { Series } from '../../models/checkpoints/claim-record.ts';
import type { ModelConfig } from '../../models/config.ts';
import { mixerCost } from '../../models/count/mixers.ts';
import { accuracyBar } from '../measures/accuracy.ts';
import { cheapAttention, cheapHeldOut, cheapRecipe } from './cheap-attention.ts';
import { bar, type Claim } from './claim.ts';
import { contend } from './compare.ts';

const lengths = [16, 64, 256, 1_024, 4_096];

export const c19b: Claim = {
  id: 'C19b',
  claim: 'What attention saves by seeing or keeping less it pays for in recall',
  source: 'Arora et al. 2023; Katharopoulos et al. 2020; Child et al. 2019; DeepSeek-AI 2024',
  setting:
    'Two layers of width 48 read six pairs of a key and a value, then every key once more, and tell its value; 16 kinds of each. Full, linear, latent (12 numbers a token), local (6), strided (4), global (5 and the first) and block (4) attention, the same steps each.',
  async run(options) {
    const series: Series[] = [];
    const right = new Map<string, number>();
    let steps = 0;
    for (const [name, config] of cheapAttention) {
      const run = await contend({ ...cheapRecipe(config), name }, options, (params) =>
        accuracyBar(params, config, {
          what: name,
          batches: cheapHeldOut().slice(0, options.short ? 1 : 8),
          atLeast: null,
        }),
      );
      right.set(name, run.measured.measured);
      options.tell(`${name}: ${run.measured.measured.toFixed(3)} recalled`);
      series.push(run.series);
      steps += run.steps;
    }
    for (const [yLabel, count] of counts)
      for (const [name, config] of cheapAttention)
        series.push({
          name,
          xLabel: 'tokens',
          yLabel,
          x: [...lengths],
          y: lengths.map((own) => count(config, own)),
        });
    const of = (name: string) => right.get(name) ?? 0;
    return {
      bars: [
        bar('values recalled, full attention', of('full'), { unit: 'share', atLeast: 0.9 }),
        bar('values recalled, latent attention', of('latent'), { unit: 'share', atLeast: 0.9 }),
        bar('values recalled, linear attention', of('linear'), { unit: 'share', atMost: 0.5 }),
        ...['local', 'strided', 'global', 'blocks'].map((name) =>
          bar(`values recalled, ${name} attention`, of(name), { unit: 'share' }),
        ),
      ],
      series,
      steps,
    };
  },
};

/** Of the first layer. */
const costOf = (config: ModelConfig) => {
  const [layer] = config.layers;
  if (layer === undefined) throw new Error('A model without layers costs nothing.');
  return mixerCost(layer.mixer, config.width);
};

const counts: readonly (readonly [string, (config: ModelConfig, length: number) => number])[] = [
  [
    'operations between positions, a layer',
    (config, length) => costOf(config).mixing({ start: 0, tokens: length }),
  ],
  ['numbers kept, a layer', (config, length) => costOf(config).state(length)],
];
