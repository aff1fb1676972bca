import { copyingDataset, copyingWords, selectiveCopyingSource } from '../../data/tasks/copying.ts';
import { architectures, type Sizes } from '../../models/architectures.ts';
import type { Series } from '../../models/checkpoints/claim-record.ts';
import type { ModelConfig } from '../../models/config.ts';
import { evaluate } from '../evaluate.ts';
import { taskRecipe, taskSizes } from '../recipes/tasks.ts';
import { bar, type Claim } from './claim.ts';
import { contend } from './compare.ts';

const letters = 8;
const kept = 6;
const length = 40;
const dataset = copyingDataset({ letters, kept, selective: true });
const words = copyingWords(letters);
const sizes: Sizes = { ...taskSizes, vocabulary: words.length, context: length };

/** One of them learning: what the claim trains, and what a figure trains in the tab. */
export const selectionRecipe = (name: string, config: ModelConfig) => ({
  ...taskRecipe({ dataset, words, source: selectiveCopyingSource }),
  name,
  config,
  length,
  steps: 1_200,
});

/** In this order: S6 and the time-invariant form, each with the gate of Mamba's block and without; attention. */
export const selectionContenders: readonly (readonly [string, ModelConfig])[] = [
  ['S6 with the gate (Mamba)', architectures.mamba.config(sizes)],
  ['S6 without the gate', architectures.mamba.config({ ...sizes, gated: false })],
  ['time-invariant with the gate', architectures['mamba-lti'].config(sizes)],
  ['time-invariant without the gate', architectures['mamba-lti'].config({ ...sizes, gated: false })],
  ['attention', architectures.gpt2.config(sizes)],
];

export const c13: Claim = {
  id: 'C13',
  claim: 'Selection solves selective copying, a time-invariant model does not',
  source: 'Gu and Dao 2023, table 1',
  setting: `Two layers of width 64 keep ${kept} letters of ${letters} kinds that stand anywhere among ${length - 2 * kept} silences; the same Mamba block with step size, input and output maps made from the token, and with constant ones, each with its gate and without; attention with learned positions beside them. Held-out texts.`,
  async run(options) {
    const series: Series[] = [];
    const accuracy: number[] = [];
    let steps = 0;
    for (const [name, config] of selectionContenders) {
      const run = await contend(selectionRecipe(name, config), options, async (params) => {
        const batches = dataset.heldOut(options.short ? 1 : 16, 32, length);
        return (await evaluate(params, config, batches)).accuracy.tokens ?? 0;
      });
      options.tell(`${name}: ${run.measured.toFixed(3)} right`);
      accuracy.push(run.measured);
      series.push(run.series);
      steps += run.steps;
    }
    const [gated = 0, bare = 0, gatedConstant = 0, bareConstant = 0, attention = 0] = accuracy;
    const what = (name: string) => `letters copied right, ${name}`;
    const bars = [
      bar(what('S6 with the gate'), gated, { unit: 'share', atLeast: 0.95 }),
      bar(what('S6 without the gate'), bare, { unit: 'share', atLeast: 0.95 }),
      bar(what('time-invariant with the gate, at least 30 points lower'), gatedConstant, {
        unit: 'share',
        atMost: gated - 0.3,
      }),
      bar(what('time-invariant without the gate, at least 30 points lower'), bareConstant, {
        unit: 'share',
        atMost: bare - 0.3,
      }),
      bar(what('attention'), attention, { unit: 'share' }),
    ];
    return { bars, series, steps };
  },
};
