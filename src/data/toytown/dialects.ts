/**
 * Other towns, told in the same words: what a model of Toytown can be adapted to. Each is Toytown's own story, said otherwise, so its
 * entropy is Toytown's.
 *
 * after:   the colour stands after the noun, as in French: `a ball red`.
 * mirror:  words of a kind have changed places: she is he, an apple is a ball, to lose is to find.
 *
 * Where a window ends between a colour and its noun the two differ by one word: the floor holds on the average, not to the last digit.
 */
import type { Batch, Dataset } from '../batch.ts';
import { toytownDataset } from './dataset.ts';
import { colours, nounOf, vocabulary, wordIds } from './lexicon.ts';

export const dialects = ['after', 'mirror'] as const;
export type Dialect = (typeof dialects)[number];

const pairs = [
  'she he',
  'her him',
  'happy sad',
  'loses finds',
  'ball apple',
  'kite pear',
  'doll cake',
  'book hat',
  'map coat',
  'cat letter',
  'dog scarf',
  'wants keeps',
].map((pair) => pair.split(' '));

const idOf = (word: string): number => wordIds.get(word) ?? 0;
const mirrored = Int32Array.from(vocabulary, (_, id) => id);
for (const [one = '', other = ''] of pairs) {
  mirrored[idOf(one)] = idOf(other);
  mirrored[idOf(other)] = idOf(one);
}
const isColour = new Set(colours.map(idOf));
const isNoun = new Set(vocabulary.flatMap((word, id) => (nounOf(word) ? [id] : [])));

const told: Readonly<Record<Dialect, (row: Int32Array) => Int32Array>> = {
  mirror: (row) => row.map((id) => mirrored[id] ?? id),
  after: (row) => {
    const said = row.slice();
    for (let at = 0; at + 1 < said.length; at++) {
      const [first = 0, second = 0] = said.subarray(at, at + 2);
      if (!isColour.has(first) || !isNoun.has(second)) continue;
      said[at] = second;
      said[at + 1] = first;
      at++;
    }
    return said;
  },
};

function said(dialect: Dialect, batch: Batch): Batch {
  const { rows, length } = batch;
  const tokens = new Int32Array(rows * length);
  const targets = new Int32Array(rows * length);
  for (let row = 0; row < rows; row++) {
    // The window whole, its last target too.
    const window = new Int32Array(length + 1);
    window.set(batch.tokens.subarray(row * length, (row + 1) * length));
    window[length] = batch.targets[(row + 1) * length - 1] ?? 0;
    const own = told[dialect](window);
    tokens.set(own.subarray(0, length), row * length);
    targets.set(own.subarray(1), row * length);
  }
  return { ...batch, tokens, targets };
}

export const dialectDataset = (dialect: Dialect): Dataset => ({
  vocabulary: toytownDataset.vocabulary,
  training: (...args) => said(dialect, toytownDataset.training(...args)),
  heldOut: (...args) => toytownDataset.heldOut(...args).map((batch) => said(dialect, batch)),
});
