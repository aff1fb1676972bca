/** Where the weight of an attention map falls, over all rows that have a choice: shares that add up to one. */

export const headKinds = ['self', 'previous', 'first', 'same', 'stop', 'other'] as const;
export type HeadKind = (typeof headKinds)[number];
export type HeadShares = Readonly<Record<HeadKind, number>>;

/** The place of a key as seen from a query. Each place has one kind: the first that fits. */
function kindOf(words: readonly string[], query: number, key: number): HeadKind {
  if (key === query) return 'self';
  if (words[key] === words[query]) return 'same';
  if (key === 0) return 'first';
  if (key === query - 1) return 'previous';
  return words[key] === '.' ? 'stop' : 'other';
}

/** The first row has nothing to choose and is left out. `pattern`: [query, key] */
export function sharesOf(words: readonly string[], pattern: ArrayLike<number>): HeadShares {
  const { length } = words;
  const sums: Record<HeadKind, number> = { self: 0, previous: 0, first: 0, same: 0, stop: 0, other: 0 };
  for (let query = 1; query < length; query++)
    for (let key = 0; key <= query; key++)
      sums[kindOf(words, query, key)] += (pattern[query * length + key] ?? 0) / Math.max(1, length - 1);
  return sums;
}

/** The kind that has at least half of the weight; null: none has. */
export function mainKind(shares: HeadShares): Exclude<HeadKind, 'other'> | null {
  for (const kind of headKinds) if (kind !== 'other' && shares[kind] >= 0.5) return kind;
  return null;
}
