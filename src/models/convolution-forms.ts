/**
 * A causal convolution of one channel by the fast Fourier transform, as plain arithmetic on plain numbers, so that a page can hold it
 * against the sum that defines it: y = F^-1(F h F u), with zeros up to twice the length, since a transform goes round in a circle.
 * Cooley and Tukey 1965, https://doi.org/10.1090/S0025-5718-1965-0178586-1. What models run is `kernels/long-convolution.ts`.
 */

/** Complex numbers: real and imaginary parts, as many as a power of two. Single precision, as models compute. */
interface Signal {
  readonly real: Float32Array;
  readonly imaginary: Float32Array;
}

/** Even and odd places apart, each transformed, and joined: log2 of the size rounds. `sign` -1: there; 1: back, without the division. */
function transform({ real, imaginary }: Signal, sign: 1 | -1): Signal {
  const size = real.length;
  if (size === 1) return { real, imaginary };
  const half = size / 2;
  const every = (values: Float32Array, first: 0 | 1) =>
    Float32Array.from({ length: half }, (_, at) => values[2 * at + first] ?? 0);
  const even = transform({ real: every(real, 0), imaginary: every(imaginary, 0) }, sign);
  const odd = transform({ real: every(real, 1), imaginary: every(imaginary, 1) }, sign);
  const joined = { real: new Float32Array(size), imaginary: new Float32Array(size) };
  for (let at = 0; at < half; at++) {
    const angle = (sign * 2 * Math.PI * at) / size;
    const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
    const [a = 0, b = 0] = [odd.real[at], odd.imaginary[at]];
    const [turned, turnedUp] = [cosine * a - sine * b, cosine * b + sine * a];
    const [c = 0, d = 0] = [even.real[at], even.imaginary[at]];
    joined.real[at] = c + turned;
    joined.imaginary[at] = d + turnedUp;
    joined.real[at + half] = c - turned;
    joined.imaginary[at + half] = d - turnedUp;
  }
  return joined;
}

/** output[t] = sum over s <= t of filter[s] input[t - s]. // [time] */
export function fourierConvolve(filter: ArrayLike<number>, input: ArrayLike<number>): Float32Array {
  const time = input.length;
  const size = 2 ** Math.ceil(Math.log2(Math.max(2, 2 * time)));
  const padded = (values: ArrayLike<number>): Signal => ({
    real: Float32Array.from({ length: size }, (_, at) => (at < time ? (values[at] ?? 0) : 0)),
    imaginary: new Float32Array(size),
  });
  const [h, u] = [transform(padded(filter), -1), transform(padded(input), -1)];
  const product = {
    real: h.real.map((own, at) => own * (u.real[at] ?? 0) - (h.imaginary[at] ?? 0) * (u.imaginary[at] ?? 0)),
    imaginary: h.real.map(
      (own, at) => own * (u.imaginary[at] ?? 0) + (h.imaginary[at] ?? 0) * (u.real[at] ?? 0),
    ),
  };
  return transform(product, 1)
    .real.slice(0, time)
    .map((value) => value / size);
}

/** A product and a sum for each pair of a place and one at or before it. */
export const directOperations = (time: number): number => time * (time + 1);
