/**
 * How sharp the rows of a softmax are: Attention Is All You Need, Vaswani et al. 2017, 3.2.1, https://arxiv.org/abs/1706.03762,
 * whose footnote 4 says why dot products of long vectors are large.
 *
 * | code     | symbol                             |
 * | -------- | ---------------------------------- |
 * | row      | a = softmax(s), over the keys      |
 * | entropy  | -sum a ln a / ln n, of n keys      |
 * | gradient | the Frobenius norm of da / ds      |
 */
import { meanOf } from './statistics.ts';

export interface Softened {
  /** Mean of the rows' entropies, over the largest that they could have. */
  readonly entropy: number;
  /** Mean length (Frobenius) of the derivative of a row's weights by its scores. */
  readonly gradient: number;
  /** Mean of the rows' largest weights. */
  readonly top: number;
  /** The first row, the largest first. */
  readonly row: readonly number[];
}

/** d a_i / d s_j = a_i (1[i = j] - a_j): its length from the sums of powers of the weights. */
function gradientLength(row: readonly number[]): number {
  const squares = row.reduce((sum, a) => sum + a * a, 0);
  const cubes = row.reduce((sum, a) => sum + a * a * a, 0);
  return Math.sqrt(Math.max(0, squares - 2 * cubes + squares * squares));
}

const entropyOf = (row: readonly number[]): number =>
  -row.reduce((sum, a) => sum + (a > 0 ? a * Math.log(a) : 0), 0);

/** Of a pattern as it lies in memory: [query, key]. */
export function soften(pattern: Float32Array, keys: number): Softened {
  const rows = Array.from({ length: pattern.length / keys }, (_, query) =>
    Array.from(pattern.subarray(query * keys, (query + 1) * keys)),
  );
  return {
    entropy: meanOf(rows.map(entropyOf)) / Math.log(keys),
    gradient: meanOf(rows.map(gradientLength)),
    top: meanOf(rows.map((row) => Math.max(...row))),
    row: [...(rows[0] ?? [])].sort((a, b) => b - a),
  };
}
