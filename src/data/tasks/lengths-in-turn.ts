/** A task at several lengths: short texts show in a few steps what long ones would show in many. */
import type { Dataset } from '../batch.ts';

/**
 * The training batches of `dataset` are of each of these lengths in turn, all with about as many tokens as one of
 * `rows` rows of the longest. What is held out stays as it was.
 */
export function lengthsInTurn<Data extends Dataset>(dataset: Data, lengths: readonly number[]): Data {
  const longest = Math.max(...lengths);
  return {
    ...dataset,
    training: (seed: number, index: number, rows: number) => {
      const length = lengths[index % lengths.length] ?? longest;
      return dataset.training(seed, index, Math.max(1, Math.floor((rows * longest) / length)), length);
    },
  };
}
