/** Random queries and keys of growing size through attention, with the scale and without: entropy of its rows, and their gradient. */
import { meanOf } from '../../models/statistics.ts';
import { randomStream } from '../../random.ts';
import { type Options, runtime, type TensorData } from '../../runtime/client.ts';

export const sizes = [4, 8, 16, 32, 64, 128, 256, 512, 1024] as const;
/** A mean is taken over so many rows. */
const queries = 64;

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

export interface Saturation {
  readonly size: number;
  /** Standard deviation of the scores before the scale. */
  readonly spread: number;
  readonly scaled: Softened;
  readonly unscaled: Softened;
}

/** d a_i / d s_j = a_i (1[i = j] - a_j): its length from the sums of powers of the weights. */
function gradientLength(row: readonly number[]): number {
  const squares = row.reduce((sum, a) => sum + a * a, 0);
  const cubes = row.reduce((sum, a) => sum + a * a * a, 0);
  return Math.sqrt(Math.max(0, squares - 2 * cubes + squares * squares));
}

const entropyOf = (row: readonly number[]): number =>
  -row.reduce((sum, a) => sum + (a > 0 ? a * Math.log(a) : 0), 0);

function soften({ shape, data }: TensorData): Softened {
  const keys = shape[1] ?? 1;
  const rows = Array.from({ length: shape[0] ?? 0 }, (_, query) =>
    Array.from(data.subarray(query * keys, (query + 1) * keys)),
  );
  return {
    entropy: meanOf(rows.map(entropyOf)) / Math.log(keys),
    gradient: meanOf(rows.map(gradientLength)),
    top: meanOf(rows.map((row) => Math.max(...row))),
    row: [...(rows[0] ?? [])].sort((a, b) => b - a),
  };
}

function deviation(values: Float32Array): number {
  const middle = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / values.length);
}

/** Independent numbers of mean 0 and variance 1; what attention makes of them is asked of the part that the models run. */
export async function saturation(
  keys: number,
  seed: number,
  options: Options,
): Promise<readonly Saturation[]> {
  const random = randomStream(seed);
  const found: Saturation[] = [];
  for (const size of sizes) {
    const vectors = (count: number) =>
      Array.from({ length: count }, () => Array.from({ length: size }, () => random.normal()));
    const asked = {
      query: vectors(queries),
      key: vectors(keys),
      value: vectors(keys).map(([first = 0]) => [first, 0]),
    };
    const scaled = await runtime().attend({ ...asked, scaled: true, causal: false }, options);
    const unscaled = await runtime().attend({ ...asked, scaled: false, causal: false }, options);
    found.push({
      size,
      spread: deviation(unscaled.scores.data),
      scaled: soften(scaled.pattern),
      unscaled: soften(unscaled.pattern),
    });
  }
  return found;
}
