/** The bars of `design/zoo.md` for a model of Toytown: its loss over the entropy floor, and whether its stories hold. */

import { toytownDataset } from '../../data/toytown/dataset.ts';
import { checkStory, storyMark, toytownTokenizer } from '../../data/toytown/index.ts';
import type { Bar } from '../../models/checkpoints/card.ts';
import type { ModelConfig } from '../../models/config.ts';
import { generate } from '../../models/generate.ts';
import type { Params } from '../../models/model.ts';
import { plainSampling } from '../../models/sampling.ts';
import { evaluate } from '../evaluate.ts';

/** Held-out windows: 24 batches of 16, each beginning with a story. */
const batches = 24;
const rows = 16;
const storiesTold = 200;

export interface GapOptions {
  readonly atMost: number;
}

/** Nats a token over the floor on held-out windows of the model's whole context. */
export async function gapToFloor(params: Params, config: ModelConfig, { atMost }: GapOptions): Promise<Bar> {
  const { loss, floor } = await evaluate(
    params,
    config,
    toytownDataset.heldOut(batches, rows, config.context),
  );
  if (floor === null) throw new Error('Toytown lost its floor.');
  const what = 'loss over the entropy floor on held-out stories';
  return { what, unit: 'nats a token', atMost, atLeast: null, measured: loss - floor };
}

export interface ToldStory {
  readonly seed: number;
  readonly text: string;
  /** What is wrong with it; null if nothing is. */
  readonly fault: string | null;
}

/** Stories sampled at temperature 1, untruncated, from seeds 0, 1, 2, ... */
export async function tellStories(
  params: Params,
  config: ModelConfig,
  count = storiesTold,
): Promise<ToldStory[]> {
  const { vocabulary } = toytownTokenizer();
  const mark = vocabulary.indexOf(storyMark);
  const told: ToldStory[] = [];
  for (let seed = 0; seed < count; seed++) {
    const words = [storyMark];
    const options = { sampling: plainSampling, seed, maximum: config.context - 1, cache: true, stop: [mark] };
    for await (const { id } of generate(params, config, [mark], options)) words.push(vocabulary[id] ?? '');
    const verdict = checkStory(words);
    const ended = words.length > 1 && words.at(-1) === storyMark;
    const fault = verdict.ok
      ? ended
        ? null
        : 'it does not come to its end'
      : `sentence ${verdict.sentence}: ${verdict.why}`;
    told.push({ seed, text: words.join(' '), fault });
  }
  return told;
}

/** The share of 200 sampled stories that pass the checker. */
export async function soundStories(params: Params, config: ModelConfig): Promise<Bar> {
  const told = await tellStories(params, config);
  const sound = told.filter(({ fault }) => fault === null).length;
  const what = `stories of ${told.length} sampled at temperature 1, seeds 0-${told.length - 1}, that pass the checker`;
  return { what, unit: 'share', atMost: null, atLeast: 0.95, measured: sound / told.length };
}
