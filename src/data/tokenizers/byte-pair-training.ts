/**
 * Learns which pairs to merge: Neural Machine Translation of Rare Words with Subword Units, Sennrich et al. 2016,
 * https://arxiv.org/abs/1508.07909, on bytes as in GPT-2 (Radford et al. 2019).
 *
 * Each merge changes only the words that hold the pair, so only their pairs are counted anew: a megabyte takes a
 * second or two.
 */
import { bytesOf, preTokens } from './pre-tokens.ts';

/** Two token ids that become one piece. */
export type Pair = readonly [left: number, right: number];

export interface Merge {
  readonly pair: Pair;
  /** The id of the new piece. */
  readonly id: number;
  /** How often the pair stood in the text when it was merged. */
  readonly count: number;
}

export interface PairTrainingOptions {
  /** Pieces in all: the marks, 256 bytes, then one for each merge. */
  readonly size: number;
  /** Pieces that no text is made of, such as <text>; they come first. */
  readonly marks?: readonly string[];
}

/** A pair as one number: ids stay under 2^20. */
const idLimit = 2 ** 20;
const keyOf = (left: number, right: number): number => left * idLimit + right;

interface Word {
  pieces: number[];
  readonly count: number;
}

/** Words in the order in which they first stand, with how often they stand. */
function countWords(texts: Iterable<string>, firstByte: number): Word[] {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const word of preTokens(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return Array.from(counts, ([word, count]) => ({
    pieces: Array.from(bytesOf(word), (byte) => firstByte + byte),
    count,
  }));
}

/** How often each pair stands in the words, and in which. */
class PairCounts {
  private readonly counts = new Map<number, number>();
  private readonly places = new Map<number, Set<number>>();

  change(word: Word, index: number, sign: 1 | -1): void {
    const { pieces, count } = word;
    for (let at = 0; at + 1 < pieces.length; at++) {
      const key = keyOf(pieces[at] ?? 0, pieces[at + 1] ?? 0);
      const changed = (this.counts.get(key) ?? 0) + sign * count;
      if (changed === 0) this.counts.delete(key);
      else this.counts.set(key, changed);
      // A place may go stale when a word loses its pair: the word is then looked at in vain.
      if (sign > 0) {
        const places = this.places.get(key);
        if (places === undefined) this.places.set(key, new Set([index]));
        else places.add(index);
      }
    }
  }

  /** The most frequent pair; of several the one with the smallest ids, so that the order of the words does not matter. */
  most(): { readonly key: number; readonly count: number } | null {
    let key = -1;
    let most = 1;
    for (const [candidate, count] of this.counts) {
      if (count > most || (count === most && key >= 0 && candidate < key)) {
        key = candidate;
        most = count;
      }
    }
    return key < 0 ? null : { key, count: most };
  }

  take(key: number): Iterable<number> {
    const places = this.places.get(key) ?? [];
    this.places.delete(key);
    return places;
  }
}

/** `pieces` with every `left right` made `id`, from left to right. */
export function mergePair(pieces: readonly number[], [left, right]: Pair, id: number): number[] {
  const merged: number[] = [];
  for (let at = 0; at < pieces.length; at++) {
    const piece = pieces[at] ?? 0;
    const joins = piece === left && at + 1 < pieces.length && pieces[at + 1] === right;
    merged.push(joins ? id : piece);
    if (joins) at++;
  }
  return merged;
}

/**
 * The merges one by one, so that a figure can stop after each. It ends before `size` when no pair stands twice.
 */
export function* bytePairMerges(
  texts: Iterable<string>,
  { size, marks = [] }: PairTrainingOptions,
): Generator<Merge, void, undefined> {
  if (size > idLimit) throw new RangeError(`A vocabulary has at most ${idLimit} pieces.`);
  const words = countWords(texts, marks.length);
  const pairs = new PairCounts();
  words.forEach((word, index) => {
    pairs.change(word, index, 1);
  });
  for (let id = marks.length + 256; id < size; id++) {
    const best = pairs.most();
    if (best === null) return;
    const pair: Pair = [Math.floor(best.key / idLimit), best.key % idLimit];
    for (const index of pairs.take(best.key)) {
      const word = words[index];
      if (word === undefined) continue;
      const pieces = mergePair(word.pieces, pair, id);
      if (pieces.length === word.pieces.length) continue;
      pairs.change(word, index, -1);
      word.pieces = pieces;
      pairs.change(word, index, 1);
    }
    yield { pair, id, count: best.count };
  }
}
