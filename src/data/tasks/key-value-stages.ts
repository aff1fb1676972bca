/** How key-value recall begins easy: from 4 pairs of 16 kinds to 64 pairs of 64. Numbers alone, which figures tell as well. */

export interface KeyValueStage {
  /** Kinds of keys, and of values, that its texts have. */
  readonly drawn: number;
  /** Numbers of pairs, a batch of each in turn. */
  readonly pairs: readonly number[];
  readonly steps: number;
}

export const keyValueKinds = 64;

const stages: readonly KeyValueStage[] = [
  { drawn: 16, pairs: [4], steps: 1_000 },
  { drawn: 32, pairs: [4, 8], steps: 400 },
  { drawn: keyValueKinds, pairs: [4, 8], steps: 400 },
  { drawn: keyValueKinds, pairs: [4, 8, 16], steps: 400 },
  { drawn: keyValueKinds, pairs: [8, 16, 32], steps: 600 },
  { drawn: keyValueKinds, pairs: [4, 8, 16, 32, 64], steps: 1_000 },
];

/** Those with no more pairs. */
export const keyValueStages = (most: number): readonly KeyValueStage[] =>
  stages.filter(({ pairs }) => Math.max(...pairs) <= most);
