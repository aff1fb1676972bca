/**
 * Multi-query associative recall: Zoology, Arora et al. 2023, section 3.1, https://arxiv.org/abs/2312.04927. Pairs of a
 * key and a value, then every key once more in another order: its value is asked for.
 *
 *   k3 v1 k7 v4 k2 v4  k7 k2 k3  ->  v4 v4 v1
 *
 * Deviation: the questions follow the pairs at once, one token each, where the paper spreads them with gaps drawn
 * from a power law.
 */
import { drawDistinct, ours, type TaskDataset, taskDataset } from './task-dataset.ts';

export interface KeyValueOptions {
  /** How many keys there are to draw from, and how many values. */
  readonly keys: number;
  readonly values: number;
  /** How many of each its texts have: the first ones. All, where nothing is said. */
  readonly drawn?: number;
  /** Numbers of pairs, of which each row has one; all as likely. */
  readonly pairs: readonly number[];
}

export const keyValueSource = ours('Key-value recall with many questions');

/** Tokens of a row with so many pairs. */
export const keyValueLength = (pairs: number): number => 3 * pairs;

/** `- k0 k1 ... v0 v1 ...`; the first, 0, stands behind a row that is shorter than its batch. */
export const keyValueWords = ({ keys, values }: Pick<KeyValueOptions, 'keys' | 'values'>): string[] => [
  '-',
  ...Array.from({ length: keys }, (_, key) => `k${key}`),
  ...Array.from({ length: values }, (_, value) => `v${value}`),
];

export function keyValueDataset(options: KeyValueOptions): TaskDataset {
  const { keys, values, pairs, drawn = Number.POSITIVE_INFINITY } = options;
  const [ownKeys, ownValues] = [Math.min(drawn, keys), Math.min(drawn, values)];
  return taskDataset({
    vocabulary: 1 + keys + values,
    write(random, { tokens, targets, weights }) {
      const count = random.choose(pairs);
      if (keyValueLength(count) > tokens.length)
        throw new RangeError(`${count} pairs and their questions need ${keyValueLength(count)} tokens.`);
      const chosen = drawDistinct(random, count, ownKeys);
      const said = Int32Array.from({ length: count }, () => 1 + keys + random.integer(ownValues));
      for (let pair = 0; pair < count; pair++) {
        tokens[2 * pair] = 1 + (chosen[pair] ?? 0);
        tokens[2 * pair + 1] = said[pair] ?? 0;
      }
      drawDistinct(random, count, count).forEach((pair, index) => {
        const at = 2 * count + index;
        tokens[at] = 1 + (chosen[pair] ?? 0);
        targets[at] = said[pair] ?? 0;
        weights[at] = 1;
      });
      return 0;
    },
  });
}
