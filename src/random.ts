/**
 * The one source of random numbers: xoshiro128** (Blackman and Vigna 2018, https://prng.di.unimi.it), its four words of
 * state filled from a seed by splitmix32. The same seed gives the same numbers in Node and in every browser.
 */
export interface RandomStream {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform in 0 ... n - 1. */
  integer(n: number): number;
  /** Normal with mean 0 and standard deviation 1. */
  normal(): number;
  choose<T>(items: readonly T[]): T;
  /** What `restoreRandomStream` goes on from. */
  state(): number[];
}

const rotateLeft = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

function splitmix32(seed: number): () => number {
  let counter = seed | 0;
  return () => {
    counter = (counter + 0x9e3779b9) | 0;
    let word = counter ^ (counter >>> 16);
    word = Math.imul(word, 0x21f0aaad);
    word ^= word >>> 15;
    word = Math.imul(word, 0x735a2d97);
    return (word ^ (word >>> 15)) >>> 0;
  };
}

/** A stream from a whole number; every seed from 0 to 2^32 - 1 gives another one. */
export function randomStream(seed: number): RandomStream {
  const fill = splitmix32(seed);
  return restoreRandomStream([fill(), fill(), fill(), fill()]);
}

export function restoreRandomStream(state: readonly number[]): RandomStream {
  if (state.length !== 4 || !state.every((word) => Number.isInteger(word) && word >= 0 && word < 2 ** 32)) {
    throw new Error('The state of a random stream is four whole numbers from 0 to 2^32 - 1.');
  }
  let [a = 0, b = 0, c = 0, d = 0] = state;
  if ((a | b | c | d) === 0) throw new Error('The state of a random stream may not be all zeros.');

  const next = (): number => {
    const word = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return word / 2 ** 32;
  };
  const integer = (n: number): number => Math.floor(next() * n);

  return {
    next,
    integer,
    // Box-Muller, the second number of each pair thrown away so that the state stays four words; 1 - u is never 0.
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    choose: <T>(items: readonly T[]): T => {
      if (items.length === 0) throw new Error('There is nothing to choose from.');
      return items[integer(items.length)] as T;
    },
    state: () => [a >>> 0, b >>> 0, c >>> 0, d >>> 0],
  };
}

/** So many independent numbers of mean 0 and variance 1. */
export const normals = (random: RandomStream, count: number): Float32Array =>
  Float32Array.from({ length: count }, () => random.normal());
