import { inductionDataset } from '../../data/tasks/induction.ts';
import type { Params } from '../../models/model.ts';
import { accuracyBar } from '../measures/accuracy.ts';
import { type PrefixTest, prefixMatching } from '../measures/prefix-matching.ts';
import { inductionRecipe, inductionTest } from '../recipes/induction-2l.ts';
import { bar, type Claim } from './claim.ts';
import { experiment } from './run.ts';

const named = new Map([
  [1, 'one layer'],
  [2, 'two layers'],
]);

export const c07: Claim = {
  id: 'C7',
  claim: 'Induction heads form in two layers of attention, not in one, in a phase change',
  source: 'Olsson et al. 2022',
  setting:
    'Attention-only models of one and of two layers on repeated random tokens, length and place of the repeat drawn anew for each text; tested on repeats longer than any in training.',
  async run({ seed, short, tell }) {
    const bars = [];
    const series = [];
    let steps = 0;
    for (const [layers, name] of named) {
      const whole = inductionRecipe(layers);
      const recipe = short ? { ...whole, steps: 20 } : whole;
      const test: PrefixTest = { ...inductionTest, rows: short ? 8 : inductionTest.rows };
      const seen = { x: [] as number[], y: [] as number[] };
      const look = async (step: number, params: Params) => {
        const [best] = await prefixMatching(params, recipe.config, test);
        seen.x.push(step);
        seen.y.push(best?.score ?? 0);
        tell(`${name}, step ${step}: ${best?.score.toFixed(3)}`);
      };
      const { losses } = await experiment(recipe, { seed, every: 100, look }, async (params) => {
        const batches = inductionDataset(inductionTest).heldOut(short ? 1 : 8, 32, recipe.length);
        const what = `right tokens in the repeat, ${name}`;
        bars.push(await accuracyBar(params, recipe.config, { what, batches, atLeast: null }));
      });
      const what = `prefix-matching score of the best head, ${name}`;
      const score = seen.y.at(-1) ?? 0;
      bars.unshift(bar(what, score, layers === 1 ? { atMost: 0.2 } : { atLeast: 0.8 }));
      series.push({ name, xLabel: 'steps', yLabel: 'prefix-matching score', ...seen });
      steps += losses.length;
    }
    return { bars, series, steps };
  },
};
