/** What training would read of one text in several passes, by the code that training uses. */
import { maskTokens } from '../../data/objectives/masked-tokens.ts';
import { mark } from '../../data/objectives/toytown-masked.ts';
import { randomStream } from '../../random.ts';
import type { MaskingKind } from '../messages/masking.ts';
import { wordCount } from './masked-text.ts';

export interface MaskingShares {
  /** Of all words. */
  readonly chosen: number;
  /** Of those that are chosen. */
  readonly masked: number;
  readonly random: number;
}

export interface Pass {
  readonly tokens: readonly number[];
  /** Where a word is asked about. */
  readonly asked: readonly boolean[];
}

/** With static masks each copy of a text comes by four times: ten copies and forty passes in the paper. */
const passesEach = 4;
const copyOf: Readonly<Record<MaskingKind, (pass: number) => number>> = {
  static: (pass) => Math.floor(pass / passesEach),
  dynamic: (pass) => pass,
};

export function passesOf(
  ids: readonly number[],
  kind: MaskingKind,
  shares: MaskingShares,
  seed: number,
  count: number,
): Pass[] {
  const options = { mask: mark['<mask>'], words: wordCount, kept: new Set<number>(), ...shares };
  return Array.from({ length: count }, (_, pass) => {
    const random = randomStream((Math.imul(seed, 1000) + copyOf[kind](pass)) >>> 0);
    const { tokens, weights } = maskTokens(ids, random, options);
    return { tokens, asked: weights.map((weight) => weight > 0) };
  });
}

export const hiddenMark = mark['<mask>'];
