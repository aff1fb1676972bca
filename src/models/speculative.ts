/**
 * Speculative decoding: a small model drafts some tokens, a large one reads them all in one pass and keeps as many as its own
 * distribution allows. What comes out is distributed as if the large model had written alone.
 *
 * Leviathan et al. 2023, Fast Inference from Transformers via Speculative Decoding, algorithm 1: https://arxiv.org/abs/2211.17192
 *
 * | name     | paper | meaning                                                     |
 * | -------- | ----- | ----------------------------------------------------------- |
 * | target   | M_p, p | the large model and its distribution                       |
 * | draft    | M_q, q | the small model and its distribution                       |
 * | lookahead | gamma | how many tokens are drafted before they are checked         |
 */
import type { RandomStream } from '../random.ts';

export type Distribution = ArrayLike<number>;

/** The distribution over the next token after each position from `from` on, the last position included. */
export type ReadDistributions = (text: readonly number[], from: number) => Promise<readonly Distribution[]>;

/** An index drawn by its weight; weights need not add up to one. */
export function drawFrom(weights: Distribution, draw: number): number {
  let total = 0;
  for (let index = 0; index < weights.length; index++) total += weights[index] ?? 0;
  let left = draw * total;
  let last = 0;
  for (let index = 0; index < weights.length; index++) {
    const weight = weights[index] ?? 0;
    if (weight > 0) last = index;
    left -= weight;
    if (left < 0) return index;
  }
  return last;
}

/** What the target would say more often than the draft did: max(0, p - q). */
export function residual(target: Distribution, draft: Distribution): Float64Array {
  return Float64Array.from({ length: target.length }, (_, index) =>
    Math.max(0, (target[index] ?? 0) - (draft[index] ?? 0)),
  );
}

/** Keeps a drafted token with probability min(1, p / q), or draws another from what is left. */
export function check(
  drafted: number,
  target: Distribution,
  draft: Distribution,
  random: Pick<RandomStream, 'next'>,
): { readonly token: number; readonly accepted: boolean } {
  const [p, q] = [target[drafted] ?? 0, draft[drafted] ?? 0];
  if (random.next() * q < p) return { token: drafted, accepted: true };
  return { token: drawFrom(residual(target, draft), random.next()), accepted: false };
}

export interface Round {
  readonly drafted: readonly number[];
  /** How many of them the target kept. */
  readonly accepted: number;
  /** What the target wrote itself: in the place of the first that it refused, or after all of them. */
  readonly written: number;
}

/** Drafts `lookahead` tokens, and has them checked in one pass of the target. */
export async function speculate(
  text: readonly number[],
  lookahead: number,
  readDraft: ReadDistributions,
  readTarget: ReadDistributions,
  random: Pick<RandomStream, 'next'>,
): Promise<Round> {
  const drafted: number[] = [];
  const guesses: Distribution[] = [];
  for (let ahead = 0; ahead < lookahead; ahead++) {
    const soFar = [...text, ...drafted];
    const [guess] = await readDraft(soFar, soFar.length - 1);
    if (!guess) throw new Error('The draft model answered without a distribution.');
    guesses.push(guess);
    drafted.push(drawFrom(guess, random.next()));
  }
  const truths = await readTarget([...text, ...drafted], text.length - 1);
  for (const [index, token] of drafted.entries()) {
    const [truth, guess] = [truths[index], guesses[index]];
    if (!truth || !guess) throw new Error('The target model answered without a distribution.');
    const { token: kept, accepted } = check(token, truth, guess, random);
    if (!accepted) return { drafted, accepted: index, written: kept };
  }
  const last = truths[lookahead];
  if (!last) throw new Error('The target model answered without a distribution.');
  return { drafted, accepted: lookahead, written: drawFrom(last, random.next()) };
}

/** How likely a drafted token is kept: the overlap of the two distributions (their corollary 3.6). */
export function acceptance(target: Distribution, draft: Distribution): number {
  let overlap = 0;
  for (let index = 0; index < target.length; index++)
    overlap += Math.min(target[index] ?? 0, draft[index] ?? 0);
  return overlap;
}

/** Tokens that a pass of the target brings on the average, if each is kept with probability `rate` (their equation 1). */
export const expectedTokens = (rate: number, lookahead: number): number =>
  rate === 1 ? lookahead + 1 : (1 - rate ** (lookahead + 1)) / (1 - rate);
