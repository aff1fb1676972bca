/**
 * The sine. Graphics cards may answer it with an error of 2^-11 (OpenGL ES Shading Language 3.00 leaves its precision
 * open), too coarse for a filter that is made of sines of sines; there it is a polynomial of products and sums.
 */
import { add, backendName, floor, mul, round, sin, sub, type Tensor } from '../tf.ts';

/** (-1)^k / (2k + 1)! for k = 5 ... 0: within 1e-7 of the sine up to a quarter turn. */
const coefficients = [-1 / 39916800, 1 / 362880, -1 / 5040, 1 / 120, -1 / 6, 1];

/** x is brought within a quarter turn of n half turns: sin x = (-1)^n sin(x - n pi). No gradient flows to n. */
export function polynomialSine(x: Tensor): Tensor {
  const halfTurns = round(mul(x, 1 / Math.PI));
  const rest = sub(x, mul(halfTurns, Math.PI));
  const isOdd = sub(halfTurns, mul(floor(mul(halfTurns, 0.5)), 2));
  const squared = mul(rest, rest);
  let series: Tensor = mul(squared, 0);
  for (const coefficient of coefficients) series = add(mul(series, squared), coefficient);
  return mul(mul(rest, series), add(mul(isOdd, -2), 1));
}

export function sine<T extends Tensor>(x: T): T {
  return (backendName() === 'webgl' ? polynomialSine(x) : sin(x)) as T;
}
