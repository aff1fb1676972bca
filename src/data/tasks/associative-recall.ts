/**
 * Associative recall: Hyena Hierarchy, Poli et al. 2023, section 4.1, https://arxiv.org/abs/2302.10866, after Fu et al.
 * 2022, https://arxiv.org/abs/2212.14052. Every row has a dictionary of its own, of which it tells pairs of a key and a
 * value, the same key again and again; what belongs to a key that was told before is asked for.
 *
 *   a 3 c 1 a 3 b 2 c  ->  1
 *
 * Deviation: the paper asks for the last key alone; here every key is asked for that stood before, which teaches more in
 * a row.
 */
import { drawDistinct, ours, type TaskDataset, taskDataset } from './task-dataset.ts';

export interface AssociativeOptions {
  /** Kinds of keys, and as many kinds of values. */
  readonly kinds: number;
  /** How many of each its texts have: the first ones. All, where nothing is said. */
  readonly drawn?: number;
  /** Only the last key is asked for, and has stood before. */
  readonly lastOnly: boolean;
}

export const associativeSource = ours('Associative recall');

/** `k0 k1 ... v0 v1 ...` */
export const associativeWords = (kinds: number): string[] => [
  ...Array.from({ length: kinds }, (_, key) => `k${key}`),
  ...Array.from({ length: kinds }, (_, value) => `v${value}`),
];

export function associativeDataset({ kinds, drawn = kinds, lastOnly }: AssociativeOptions): TaskDataset {
  return taskDataset({
    vocabulary: 2 * kinds,
    write(random, { tokens, targets, weights }) {
      const { length } = tokens;
      if (length < 3 || length % 2 === 0)
        throw new RangeError('A row is pairs and one more key: an odd number of tokens.');
      const values = drawDistinct(random, drawn, drawn);
      const told = new Set<number>();
      for (let at = 0; at < length; at += 2) {
        const last = at === length - 1;
        const key = last ? random.choose([...told]) : random.integer(drawn);
        tokens[at] = key;
        targets[at] = kinds + (values[key] ?? 0);
        weights[at] = told.has(key) && (last || !lastOnly) ? 1 : 0;
        told.add(key);
        if (!last) tokens[at + 1] = targets[at] ?? 0;
      }
      return 0;
    },
  });
}
