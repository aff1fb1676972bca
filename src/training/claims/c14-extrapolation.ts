import { lengthsInTurn } from '../../data/tasks/lengths-in-turn.ts';
import { architectures } from '../../models/architectures.ts';
import type { Series } from '../../models/checkpoints/claim-record.ts';
import type { ModelConfig } from '../../models/config.ts';
import { triggeredRight, triggerRecipe, triggerSizes } from '../recipes/mamba-induction.ts';
import { bar, type Claim } from './claim.ts';
import { contend } from './compare.ts';

const trained = 64;
const lengths = [64, 128, 256, 512, 1024, 2048];
const sixteenfold = 16 * trained;
const trainingLengths = [8, 16, 32, trained];
const steps = 1_000;

/** One of them learning: what the claim trains, and what a figure trains in the tab. Mamba as it ships. */
export function extrapolationRecipe(name: string, config: ModelConfig) {
  const recipe = { ...triggerRecipe('mamba-induction', name, 'mamba', config), name };
  if (name === 'Mamba') return recipe;
  return { ...recipe, dataset: lengthsInTurn(recipe.dataset, trainingLengths), rows: 32, steps };
}

const learned = architectures.gpt2.config(triggerSizes);
export const extrapolationContenders: readonly (readonly [string, ModelConfig])[] = [
  ['Mamba', architectures.mamba.config(triggerSizes)],
  ['attention, learned positions', learned],
  ['attention, rotary positions', { ...learned, position: { kind: 'rotary', base: 10_000 } }],
];

export const c14: Claim = {
  id: 'C14',
  claim: 'Mamba extrapolates induction far past its training length',
  source: 'Gu and Dao 2023, table 2',
  setting: `Two layers of width 64 are trained on texts of ${trained} tokens to tell what followed a special token when it comes again, and tested on longer ones: Mamba, and attention with learned and with rotary positions. Attention does not learn it from such texts in as many steps; it gets texts of ${trainingLengths.slice(0, -1).join(', ')} and ${trained} tokens in turn, and in that way does. Of learned positions those past ${trained} are as they were drawn.`,
  async run(options) {
    const series: Series[] = [];
    const bars = [];
    let done = 0;
    for (const [name, config] of extrapolationContenders) {
      const tried = options.short ? [64, 128] : lengths;
      const run = await contend(extrapolationRecipe(name, config), options, async (params) => {
        const shares: number[] = [];
        for (const length of tried) {
          shares.push((await triggeredRight(params, config, length)).measured);
          options.tell(`${name}, ${length} tokens: ${shares.at(-1)?.toFixed(3)}`);
        }
        return shares;
      });
      series.push({
        name,
        xLabel: 'tokens of the text',
        yLabel: 'share of right answers',
        x: [...tried],
        y: [...run.measured],
      });
      done += run.steps;
      const at = (length: number) => run.measured[tried.indexOf(length)] ?? run.measured.at(-1) ?? 0;
      const limit = name === 'Mamba' ? { atLeast: 0.9 } : { atMost: 0.5 };
      bars.push(
        bar(`right answers at ${trained} tokens, ${name}`, at(trained), { unit: 'share' }),
        bar(`right answers at ${sixteenfold} tokens, ${name}`, at(sixteenfold), { unit: 'share', ...limit }),
      );
    }
    return { bars, series, steps: done };
  },
};
