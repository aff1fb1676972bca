/** Which items are for what: training, validation (the curve during training) and test (the bars). */
import { type RandomStream, restoreRandomStream } from '../random.ts';

export type Part = 'training' | 'validation' | 'test';
export const parts: readonly Part[] = ['training', 'validation', 'test'];

export type Parts<T> = Readonly<Record<Part, readonly T[]>>;

/** A number from 0 to 2^32 - 1 in which every bit depends on every character (FNV-1a, then MurmurHash3's last steps). */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return mix(hash) >>> 0;
}

function mix(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

export interface Shares {
  readonly validation: number;
  readonly test: number;
}

/** Splits by a hash of what must not stand on two sides: all items of one key are in one part, whatever their order. */
export function splitByKey<T>(items: readonly T[], keyOf: (item: T) => string, shares: Shares): Parts<T> {
  const split: Record<Part, T[]> = { training: [], validation: [], test: [] };
  for (const item of items) split[partOfKey(keyOf(item), shares)].push(item);
  return split;
}

export function partOfKey(key: string, { validation, test }: Shares): Part {
  const place = hashText(key) / 2 ** 32;
  if (place < test) return 'test';
  return place < test + validation ? 'validation' : 'training';
}

/** Every so many-th document is held out. */
export interface Every {
  readonly validation: number;
  readonly test: number;
}

/** Splits documents in their order, so that each part has some of every time and every stretch. */
export function splitDocuments<T>(documents: readonly T[], every: Every): Parts<T> {
  const split: Record<Part, T[]> = { training: [], validation: [], test: [] };
  documents.forEach((document, index) => {
    const isTest = index % every.test === every.test - 1;
    const isValidation = index % every.validation === Math.floor(every.validation / 4);
    split[isTest ? 'test' : isValidation ? 'validation' : 'training'].push(document);
  });
  return split;
}

/**
 * The stream of one batch. Its four words are mixed one into another by steps that can be undone, so that no two
 * batches, of whatever seed, number or part, have the same state.
 */
export function batchStream(part: Part, seed: number, index: number): RandomStream {
  const state = [seed | 0, index | 0, parts.indexOf(part), 0x9e3779b9];
  for (let round = 0; round < 4; round++) {
    for (let word = 0; word < 4; word++) {
      state[word] = (state[word] ?? 0) ^ mix((state[(word + 3) % 4] ?? 0) + 0x9e3779b9 + round);
    }
  }
  return restoreRandomStream(state.map((word) => word >>> 0));
}

/** 0 ... count - 1 in an order drawn from the stream (Fisher and Yates). */
export function shuffled(count: number, random: RandomStream): Int32Array {
  const order = Int32Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = random.integer(last + 1);
    const kept = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = kept;
  }
  return order;
}
