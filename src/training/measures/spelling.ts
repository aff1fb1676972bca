/** From spelling to sound: errors over the phonemes, and words that are wholly right. */

import { padRows } from '../../data/objectives/pad-rows.ts';
import {
  byWord,
  endId,
  measureSounds,
  type Pronunciation,
  pronunciationTokenizer,
  spellingIds,
  startId,
} from '../../data/pronunciations.ts';
import type { Bar } from '../../models/checkpoints/card.ts';
import type { ModelConfig } from '../../models/config.ts';
import type { Params } from '../../models/model.ts';
import { writeGreedily } from './greedy.ts';

const rows = 128;
/** No word of ten letters has more sounds. */
const maximum = 20;

/** Over all words of `items`, each against the nearest of its pronunciations; always the model's first choice. */
export async function spellingBars(
  params: Params,
  config: ModelConfig,
  items: readonly Pronunciation[],
): Promise<Bar[]> {
  const words = byWord(items);
  const { vocabulary } = pronunciationTokenizer();
  const written: string[][] = [];
  for (let from = 0; from < words.length; from += rows) {
    const spelled = words.slice(from, from + rows).map(({ word }) => spellingIds(word));
    const length = Math.max(...spelled.map((ids) => ids.length));
    const source = { length, ...padRows(spelled, length, startId) };
    const texts = await writeGreedily(params, config, source, { start: startId, end: endId, maximum });
    written.push(...texts.map((ids) => ids.map((id) => vocabulary[id] ?? '')));
  }
  const { soundErrorRate, wordAccuracy } = measureSounds(words, written);
  const of = `${words.length} held-out words`;
  return [
    { what: `phoneme errors, ${of}`, unit: 'share', atMost: 0.12, atLeast: null, measured: soundErrorRate },
    { what: `words right, ${of}`, unit: 'share', atMost: null, atLeast: 0.55, measured: wordAccuracy },
  ];
}
