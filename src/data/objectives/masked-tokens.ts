/**
 * Masked language model: BERT, Devlin et al. 2018, section 3.1 and appendix A.1, https://arxiv.org/abs/1810.04805.
 * 15 % of the tokens are to be told from the others: 80 % of those are hidden by a mask, 10 % replaced by a random
 * word, 10 % left as they are.
 *
 * | code   | paper                                                     |
 * | ------ | --------------------------------------------------------- |
 * | chosen | the share of tokens to predict, 15 %                      |
 * | masked | of those, the share that become [MASK], 80 %              |
 * | random | of those, the share that become any word, 10 %            |
 *
 * Static masking does this once for each of ten copies of the corpus, dynamic masking anew each time a text is read:
 * RoBERTa, Liu et al. 2019, section 4.1, https://arxiv.org/abs/1907.11692. Which it is lies in the stream of random
 * numbers that is handed in.
 *
 * Deviations: exactly 15 % of a text are chosen, at least one token; the paper's code takes at most 20 of 128.
 */
import type { RandomStream } from '../../random.ts';

export interface MaskingOptions {
  readonly mask: number;
  /** So many ids, from `firstWord` on or from 0, are words that may stand in for another. */
  readonly words: number;
  readonly firstWord?: number;
  /** Tokens that are never chosen, such as marks. */
  readonly kept: ReadonlySet<number>;
  readonly chosen?: number;
  readonly masked?: number;
  readonly random?: number;
}

export interface MaskedText {
  readonly tokens: number[];
  /** The original tokens. */
  readonly targets: number[];
  /** 1 where a token was chosen. */
  readonly weights: number[];
}

export function maskTokens(
  text: readonly number[],
  random: RandomStream,
  options: MaskingOptions,
): MaskedText {
  const { mask, words, firstWord = 0, kept, chosen = 0.15, masked = 0.8, random: replaced = 0.1 } = options;
  const places = text.flatMap((token, place) => (kept.has(token) ? [] : [place]));
  const wanted = Math.min(places.length, Math.max(1, Math.round(places.length * chosen)));
  const tokens = [...text];
  const weights = text.map(() => 0);
  for (const place of draw(places, wanted, random)) {
    weights[place] = 1;
    const fate = random.next();
    if (fate < masked) tokens[place] = mask;
    else if (fate < masked + replaced) tokens[place] = firstWord + random.integer(words);
  }
  return { tokens, targets: [...text], weights };
}

/** `count` different ones of `items`, in the order in which they were drawn. */
export function draw<T>(items: readonly T[], count: number, random: RandomStream): T[] {
  const left = [...items];
  return Array.from({ length: Math.min(count, items.length) }, () => {
    const [taken] = left.splice(random.integer(left.length), 1);
    return taken as T;
  });
}
