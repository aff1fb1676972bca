/** How many texts an encoder-decoder writes word for word as they should be. */
import { padRows } from '../../data/objectives/pad-rows.ts';
import { idsOf, textToTextMarks } from '../../data/text-to-text/dataset.ts';
import type { Example } from '../../data/text-to-text/example.ts';
import type { Bar } from '../../models/checkpoints/card.ts';
import type { ModelConfig } from '../../models/config.ts';
import type { Params } from '../../models/model.ts';
import { writeGreedily } from './greedy.ts';

const rows = 50;

export interface ExactOptions extends Pick<Bar, 'atLeast'> {
  readonly what: string;
  readonly examples: readonly Example[];
}

/** The share that is exact to the last word; always the model's first choice. */
export async function exactTexts(
  params: Params,
  config: ModelConfig,
  { what, examples, atLeast }: ExactOptions,
): Promise<Bar> {
  const { start, end } = textToTextMarks;
  let right = 0;
  for (let from = 0; from < examples.length; from += rows) {
    const own = examples.slice(from, from + rows);
    const sources = own.map(({ source }) => [...idsOf(source), end]);
    const wanted = own.map(({ target }) => idsOf(target));
    const length = Math.max(...sources.map((source) => source.length));
    const maximum = Math.max(...wanted.map((target) => target.length)) + 1;
    const source = { length, ...padRows(sources, length, start) };
    const written = await writeGreedily(params, config, source, { start, end, maximum });
    written.forEach((text, row) => {
      if (text.join() === wanted[row]?.join()) right += 1;
    });
  }
  return { what, unit: 'share', atMost: null, atLeast, measured: right / examples.length };
}
