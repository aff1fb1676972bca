/**
 * The five ways to damage a text that its reader has to undo: BART, Lewis et al. 2019, section 2.2 and figure 2,
 * https://arxiv.org/abs/1910.13461. The paper settles on text infilling of 30 % with sentence permutation (section 5.1).
 *
 * | code             | paper                                                                          |
 * | ---------------- | ------------------------------------------------------------------------------ |
 * | maskSome         | token masking: random tokens become [MASK]                                     |
 * | deleteSome       | token deletion: random tokens go, and the model must find where                |
 * | infill           | text infilling: spans of Poisson(3) tokens become one [MASK]; of 0 tokens too  |
 * | permuteSentences | sentence permutation                                                           |
 * | rotate           | document rotation: the text begins at a random token                           |
 *
 * Deviation: `infill` draws spans until the share is reached and cuts the last one short; it never joins two spans.
 */
import type { RandomStream } from '../../random.ts';
import { draw } from './masked-tokens.ts';

type Text = readonly number[];

type Noisy = (text: Text, random: RandomStream) => number[];

/** By name, with the paper's shares. `sentencesOf` cuts a text after each of its sentences. */
export const noisesOf = (mask: number, sentencesOf: (text: Text) => readonly Text[]) =>
  ({
    'token masking': (text, random) => maskSome(text, random, mask, 0.15),
    'token deletion': (text, random) => deleteSome(text, random, 0.15),
    'text infilling': (text, random) => infill(text, random, { mask, rate: 0.3 }),
    'sentence permutation': (text, random) => permuteSentences(sentencesOf(text), random),
    'document rotation': (text, random) => rotate(text, random),
  }) as const satisfies Readonly<Record<string, Noisy>>;

export function maskSome(text: Text, random: RandomStream, mask: number, rate: number): number[] {
  const places = new Set(draw([...text.keys()], Math.round(text.length * rate), random));
  return text.map((token, place) => (places.has(place) ? mask : token));
}

export function deleteSome(text: Text, random: RandomStream, rate: number): number[] {
  const places = new Set(draw([...text.keys()], Math.round(text.length * rate), random));
  return text.filter((_, place) => !places.has(place));
}

export interface InfillOptions {
  readonly mask: number;
  readonly rate: number;
  /** Mean length of a span: 3. */
  readonly mean?: number;
}

export function infill(text: Text, random: RandomStream, { mask, rate, mean = 3 }: InfillOptions): number[] {
  const budget = Math.round(text.length * rate);
  const lengths: number[] = [];
  let spent = 0;
  let empty = 0;
  // Spans of no token cost nothing, so there are only so many of them as there are places.
  while (spent < budget) {
    const length = Math.min(poisson(mean, random), budget - spent);
    if (length === 0) {
      empty += 1;
      continue;
    }
    lengths.push(length);
    spent += length;
  }
  // 1: covered by a span, 2: its first token.
  const cover = new Uint8Array(text.length);
  for (const length of lengths.sort((a, b) => b - a)) {
    const free = [...text.keys()].filter((from) => isFree(cover, from, length));
    if (free.length === 0) continue;
    const from = random.choose(free);
    cover.fill(1, from, from + length);
    cover[from] = 2;
  }
  const gaps = [...text.keys()].filter((place) => cover[place] === 0 && (cover[place - 1] ?? 0) === 0);
  const inserted = new Set(draw(gaps, empty, random));
  return text.flatMap((token, place) => {
    if (cover[place] === 2) return [mask];
    if (cover[place] === 1) return [];
    return inserted.has(place) ? [mask, token] : [token];
  });
}

/** Whether a span fits here with a token between it and its neighbours. */
function isFree(cover: Uint8Array, from: number, length: number): boolean {
  if (from + length > cover.length) return false;
  const around = cover.subarray(Math.max(0, from - 1), from + length + 1);
  return around.every((one) => one === 0);
}

/** Sentences in a random order: Fisher and Yates 1938, Durstenfeld 1964. */
export function permuteSentences(sentences: readonly Text[], random: RandomStream): number[] {
  return draw(sentences, sentences.length, random).flat();
}

export function rotate(text: Text, random: RandomStream): number[] {
  const from = text.length === 0 ? 0 : random.integer(text.length);
  return [...text.slice(from), ...text.slice(0, from)];
}

/** A draw from Poisson(mean), as Knuth does it (The Art of Computer Programming, volume 2, 3.4.1). */
export function poisson(mean: number, random: RandomStream): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random.next(); product > limit; product *= random.next()) count += 1;
  return count;
}
