/**
 * The number of letters to insert, delete, replace or swap with their neighbour to make one word of the other
 * (Damerau-Levenshtein in its restricted form, "optimal string alignment"). O(a.length * b.length).
 */
export function editDistance(a: string, b: string): number {
  const from = [...a];
  const to = [...b];
  // Rows of the table for the prefixes of `from` that are two, one and no letters shorter.
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [row, letter] of from.entries()) {
    const current = [row + 1];
    for (const [column, other] of to.entries()) {
      const replaced = (last[column] ?? 0) + (letter === other ? 0 : 1);
      let least = Math.min(replaced, (last[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1);
      const swapped = row > 0 && column > 0 && letter === to[column - 1] && from[row - 1] === other;
      if (swapped) least = Math.min(least, (beforeLast[column - 1] ?? 0) + 1);
      current.push(least);
    }
    beforeLast = last;
    last = current;
  }
  return last[to.length] ?? 0;
}
