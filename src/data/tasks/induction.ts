/**
 * Repeated random tokens, on which induction heads show: In-context Learning and Induction Heads, Olsson et al. 2022,
 * https://arxiv.org/abs/2209.11895.
 *
 *     x x x [a b c d e] x x [a b c d e] x
 *
 * A block of random tokens stands twice among other random tokens. Its length, its place and the distance of its
 * repetition are drawn anew for each row, so that no fixed distance helps. Asked is what follows a token of the second
 * block: find where the token stood before, and say what followed it there.
 *
 * Deviation: the tokens of a block are all different and stand nowhere else, so that there is one right answer: the
 * floor is 0.
 */
import type { RandomStream } from '../../random.ts';
import { drawDistinct, type TaskDataset, taskDataset, writeNextTokens } from './task-dataset.ts';

export interface InductionOptions {
  readonly vocabulary: number;
  /** Tokens of the block, at least and at most; at most half of a row, whatever is said here. */
  readonly shortest: number;
  readonly longest: number;
}

export interface InductionText {
  readonly tokens: Int32Array;
  /** Where the block begins, and where it begins again. */
  readonly first: number;
  readonly second: number;
  readonly length: number;
}

export function drawInduction(
  random: RandomStream,
  count: number,
  { vocabulary, shortest, longest }: InductionOptions,
): InductionText {
  // One token at least must be left for what stands between the blocks.
  const most = Math.min(longest, Math.floor(count / 2), vocabulary - 1);
  if (shortest < 2 || most < shortest) {
    throw new RangeError(`No block of ${shortest} tokens stands twice in ${count} of ${vocabulary} kinds.`);
  }
  const length = shortest + random.integer(most - shortest + 1);
  const first = random.integer(count - 2 * length + 1);
  const second = first + length + random.integer(count - 2 * length - first + 1);
  const kinds = drawDistinct(random, vocabulary, vocabulary);
  const block = kinds.subarray(0, length);
  const others = kinds.subarray(length);
  const tokens = Int32Array.from({ length: count }, () => others[random.integer(others.length)] ?? 0);
  tokens.set(block, first);
  tokens.set(block, second);
  return { tokens, first, second, length };
}

export function inductionDataset(options: InductionOptions): TaskDataset {
  return taskDataset({
    vocabulary: options.vocabulary,
    write: (random, row) => {
      const { tokens, second, length } = drawInduction(random, row.tokens.length + 1, options);
      writeNextTokens(row, tokens, (target) => target > second && target < second + length);
      return 0;
    },
  });
}
