import { toytownDataset } from '../../data/toytown/dataset.ts';
import { type Dialect, dialectDataset, dialects } from '../../data/toytown/dialects.ts';
import { buildParams } from '../../models/checkpoints/build.ts';
import type { Series } from '../../models/checkpoints/claim-record.ts';
import { loadCheckpoint } from '../../models/checkpoints/load.ts';
import { readParams } from '../../models/checkpoints/save.ts';
import { averaged, type Floats } from '../../models/checkpoints/weight-arithmetic.ts';
import { countParameters } from '../../models/count.ts';
import type { Params } from '../../models/model.ts';
import { disposeParams } from '../../models/params.ts';
import { evaluate } from '../evaluate.ts';
import { nodeFolder } from '../node-files.ts';
import { adaptations, adaptedConfig, adaptedFrom, adaptRecipe, baseConfig, baseModel } from './adapted.ts';
import { bar, type Claim } from './claim.ts';
import { learningSeries } from './compare.ts';
import { experiment } from './run.ts';

const shares = [0, 0.25, 0.5, 0.75, 1];
const towns = { toytown: toytownDataset, after: dialectDataset('after'), mirror: dialectDataset('mirror') };

export const c21: Claim = {
  id: 'C21',
  claim: 'LoRA comes near full fine-tuning with few parameters',
  source: 'Hu et al. 2021',
  setting:
    'gpt2-toytown adapted to two other ways of speaking (the colour after the noun; pairs of words that have changed places), 200 steps of four windows of 64 words: all weights, or adapters of rank 1 and 3 at every map. Loss on held-out stories; and of the two fully adapted models, their weights averaged.',
  async run({ seed, short, tell }) {
    const { params: loaded } = await loadCheckpoint(nodeFolder(`public/checkpoints/${baseModel}`));
    const base = await readParams(loaded);
    const lossOf = async (params: Params, rank: number, dialect: keyof typeof towns): Promise<number> =>
      (await evaluate(params, adaptedConfig(rank), towns[dialect].heldOut(short ? 1 : 8, 4, 64))).loss;
    const before: Record<Dialect, number> = {
      after: await lossOf(loaded, 0, 'after'),
      mirror: await lossOf(loaded, 0, 'mirror'),
    };
    disposeParams(loaded);
    const series: Series[] = [];
    const after = new Map<string, number>();
    const kept: Partial<Record<Dialect, Floats>> = {};
    let steps = 0;
    for (const dialect of dialects)
      for (const { name, rank } of adaptations) {
        const recipe = adaptRecipe(dialect, rank, short ? 2 : undefined);
        const state = await adaptedFrom(recipe.config, seed, base);
        const { losses } = await experiment(recipe, { seed, state }, async (params) => {
          after.set(`${name}-${dialect}`, await lossOf(params, rank, dialect));
          if (rank === 0) kept[dialect] = await readParams(params);
        });
        steps += losses.length;
        series.push(learningSeries(`${name}, ${dialect}`, losses));
        tell(
          `${name}, ${dialect}: ${before[dialect].toFixed(3)} -> ${after.get(`${name}-${dialect}`)?.toFixed(3)}`,
        );
      }
    const points = short ? [0.5] : shares;
    const along = new Map<keyof typeof towns, number[]>([
      ['after', []],
      ['mirror', []],
      ['toytown', []],
    ]);
    const { after: one, mirror: other } = kept;
    if (!one || !other) throw new Error('Two models were to be averaged.');
    for (const share of points) {
      const params = buildParams(averaged(one, other, share), baseConfig, 'mixed');
      for (const [town, own] of along) own.push(await lossOf(params, 0, town));
      disposeParams(params);
      tell(
        `${share} mirror: ${[...along].map(([town, own]) => `${town} ${own.at(-1)?.toFixed(3)}`).join(', ')}`,
      );
    }
    for (const [town, own] of along)
      series.push({
        name: town,
        xLabel: 'share of the mirror model',
        yLabel: 'loss, averaged',
        x: [...points],
        y: own,
      });
    const gain = (name: string, dialect: Dialect) =>
      before[dialect] - (after.get(`${name}-${dialect}`) ?? Number.NaN);
    const whole = countParameters(baseConfig).total;
    const shareOf = (rank: number) => (countParameters(adaptedConfig(rank)).total - whole) / whole;
    return {
      bars: [
        ...dialects.map((dialect) =>
          bar(`share of the full gain, rank 3, ${dialect}`, gain('lora-3', dialect) / gain('full', dialect), {
            unit: 'share',
            atLeast: 0.9,
          }),
        ),
        bar('parameters that learn, rank 3', shareOf(3), { unit: 'share', atMost: 0.05 }),
        ...dialects.flatMap((dialect) => [
          bar(`loss before, ${dialect}`, before[dialect], { unit: 'nats a token' }),
          ...adaptations.map(({ name }) =>
            bar(`loss after, ${name}, ${dialect}`, after.get(`${name}-${dialect}`) ?? Number.NaN, {
              unit: 'nats a token',
            }),
          ),
        ]),
      ],
      series,
      steps,
    };
  },
};
