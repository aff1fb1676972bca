/** Toytown's stories one by one, for models that read a whole text and not a window of several. */

import type { Batch } from '../batch.ts';
import { toytownDataset } from '../toytown/dataset.ts';
import { storyMark, toytown, vocabulary } from '../toytown/index.ts';

const mark = vocabulary.indexOf(storyMark);
/** The full stop, with which sentences end. */
export const stop = vocabulary.indexOf('.');

/** Words of the longest story, without its marks. */
export const longestStory = toytown.longestStory - 2;

/** The first story of each row, without its marks. Training and held-out stories are those of Toytown's own batches. */
function firstStories({ rows, length, tokens, targets }: Batch): number[][] {
  return Array.from({ length: rows }, (_, row) => {
    const text = [
      ...tokens.subarray(row * length, (row + 1) * length),
      targets[(row + 1) * length - 1] ?? mark,
    ];
    const end = text.indexOf(mark, 1);
    if (text[0] !== mark || end < 0) throw new Error('A window does not hold a whole story.');
    return text.slice(1, end);
  });
}

export const trainingStories = (seed: number, index: number, rows: number): number[][] =>
  firstStories(toytownDataset.training(seed, index, rows, toytown.longestStory));

export const heldOutStories = (count: number, rows: number): number[][][] =>
  toytownDataset.heldOut(count, rows, toytown.longestStory).map(firstStories);
