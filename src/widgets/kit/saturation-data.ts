/** Random queries and keys of growing size through attention, with the scale and without: entropy of its rows, and their gradient. */
import { type Softened, soften } from '../../models/softened-rows.ts';
import { randomStream } from '../../random.ts';
import { type Options, runtime } from '../../runtime/client.ts';

export const sizes = [4, 8, 16, 32, 64, 128, 256, 512, 1024] as const;
/** A mean is taken over so many rows. */
const queries = 64;

export interface Saturation {
  readonly size: number;
  /** Standard deviation of the scores before the scale. */
  readonly spread: number;
  readonly scaled: Softened;
  readonly unscaled: Softened;
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
      scaled: soften(scaled.pattern.data, keys),
      unscaled: soften(unscaled.pattern.data, keys),
    });
  }
  return found;
}
