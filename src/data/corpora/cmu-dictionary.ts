/**
 * The CMU Pronouncing Dictionary (Carnegie Mellon University, version 0.7b and later) from an npm package: plain words of
 * 3 to 10 letters. Stress marks are removed, as is usual where spelling is turned to sound: 39 phonemes, and variants that
 * differ only in stress are one. For Node alone.
 */
import { dictionary } from 'cmu-pronouncing-dictionary';
import type { ItemDataset } from '../item-dataset.ts';
import { type Parts, splitByKey } from '../parts.ts';
import { type Pronunciation, pronunciationDataset } from '../pronunciations.ts';

/** `read` and `read(2)` are two pronunciations of one word; what stands after a `#` is a remark: `D IH0 M # old`. */
export function readPronunciations(entries: Readonly<Record<string, string>>): Pronunciation[] {
  const seen = new Set<string>();
  const found: Pronunciation[] = [];
  for (const [entry, spoken] of Object.entries(entries)) {
    const word = entry.replace(/\(\d+\)$/, '');
    const sounds = spoken.replace(/#.*$/, '').replace(/\d/g, '').trim().split(/ +/);
    const key = `${word} ${sounds.join(' ')}`;
    if (!/^[a-z]{3,10}$/.test(word) || seen.has(key)) continue;
    seen.add(key);
    found.push({ word, sounds });
  }
  return found;
}

/** A twentieth of the words is the test; all pronunciations of a word are on one side. */
export const pronunciationParts = (): Parts<Pronunciation> =>
  splitByKey(readPronunciations(dictionary), ({ word }) => word, { validation: 0.02, test: 0.05 });

export const cmuDataset = (): ItemDataset<Pronunciation> => pronunciationDataset(pronunciationParts());
