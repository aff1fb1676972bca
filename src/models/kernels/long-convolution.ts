/**
 * A causal convolution as long as the text, channel by channel: y_t = sum over j = 0 ... t of k_j u_(t-j).
 *
 * - direct: the definition, as a product with the filter's Toeplitz matrix; time squared;
 * - by the Fourier transform: F^-1(F u * F k) with zeros up to twice the length. On WASM and cpu a loop over memory does
 *   Cooley and Tukey's fast transform (1965, https://doi.org/10.1090/S0025-5718-1965-0178586-1), time log time, on WASM
 *   with SIMD of four channels at a time (`fourier-convolution.ts`); on WebGL the transform is a product with its
 *   matrix.
 *
 * Gradient, with R for reversal in time: du = R(k * R dy), dk = R(u * R dy), summed over texts that share a filter.
 */
import {
  add,
  concat,
  engine,
  getKernel,
  matMul,
  mul,
  reshape,
  reverse,
  slice,
  stack,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  tensor,
  transpose,
  zeros,
} from '../tf.ts';
import { fourierConvolution } from './fourier-convolution.ts';
import { longConvolutionKernel, registerLongConvolution } from './loop/long-convolution.ts';
import { hasHeap } from './wasm/heap.ts';
import { savedAt, withGradient } from './with-gradient.ts';

registerLongConvolution();

/** By the definition. u: [batch, time, channels], k: [1 or batch, time, channels] -> [batch, time, channels]. */
export function directConvolution(u: Tensor3D, k: Tensor3D): Tensor3D {
  const [batch, time, channels] = u.shape;
  const before = concat([zeros([k.shape[0], time, channels]), k], 1); // [1 or batch, 2 time, channels], 0 at negative lags
  const backwards = reverse(before, 1); // [1 or batch, 2 time, channels]: place i holds lag time - 1 - i
  // Row t of the Toeplitz matrix holds the lags t, t - 1, ..., t - time + 1.
  const rows = Array.from({ length: time }, (_, step) =>
    slice(backwards, [0, time - 1 - step, 0], [k.shape[0], time, channels]),
  ); // time x [1 or batch, time, channels]
  const matrix = stack(rows, 1); // [1 or batch, time, time, channels]
  return sum(mul(matrix, reshape(u, [batch, 1, time, channels])), 2) as Tensor3D; // [batch, time, channels]
}

/** cos and sin of 2 pi f t / size for every frequency f (rows) and step t < time (columns). */
function waves(size: number, time: number): { cosine: Tensor2D; sine: Tensor2D } {
  const frequencies = size / 2 + 1;
  const cosines = new Float32Array(frequencies * time);
  const sines = new Float32Array(frequencies * time);
  for (let frequency = 0; frequency < frequencies; frequency++) {
    for (let step = 0; step < time; step++) {
      const angle = (2 * Math.PI * ((frequency * step) % size)) / size;
      cosines[frequency * time + step] = Math.cos(angle);
      sines[frequency * time + step] = Math.sin(angle);
    }
  }
  const shape: [number, number] = [frequencies, time];
  return { cosine: tensor(cosines, shape) as Tensor2D, sine: tensor(sines, shape) as Tensor2D };
}

/** By the Fourier transform in plain ops. u: [batch, time, channels], k: [1 or batch, time, channels]. */
export function spectralConvolution(u: Tensor3D, k: Tensor3D): Tensor3D {
  const [batch, time, channels] = u.shape;
  const size = 2 * time;
  const { cosine, sine } = waves(size, time); // [frequencies, time] each
  const frequencies = cosine.shape[0];
  const spectrum = (x: Tensor3D): [Tensor, Tensor] => {
    const texts = x.shape[0];
    const columns = reshape(transpose(x, [1, 0, 2]), [time, texts * channels]); // [time, batch x channels]
    const shape = [frequencies, texts, channels];
    return [reshape(matMul(cosine, columns), shape), reshape(matMul(sine, columns), shape)]; // [frequencies, batch, channels]
  };
  const [uCosine, uSine] = spectrum(u);
  const [kCosine, kSine] = spectrum(k);
  const real = sub(mul(uCosine, kCosine), mul(uSine, kSine)); // [frequencies, batch, channels]
  const turned = add(mul(uCosine, kSine), mul(uSine, kCosine)); // [frequencies, batch, channels]
  // A real signal's spectrum mirrors itself: each frequency counts twice, but for the first and the last.
  const counts = Float32Array.from({ length: frequencies }, (_, at) =>
    at === 0 || at === frequencies - 1 ? 1 / size : 2 / size,
  );
  const weight = tensor(counts, [frequencies, 1]); // [frequencies, 1]
  const rows = (x: Tensor) => mul(reshape(x, [frequencies, batch * channels]), weight); // [frequencies, batch x channels]
  const summed = add(matMul(cosine, rows(real), true), matMul(sine, rows(turned), true)); // [time, batch x channels]
  return transpose(reshape(summed, [time, batch, channels]), [1, 0, 2]) as Tensor3D; // [batch, time, channels]
}

function convolve(u: Tensor3D, k: Tensor3D): Tensor3D {
  if (hasHeap()) return fourierConvolution(u, k);
  if (getKernel(longConvolutionKernel, engine().backendName) === undefined) return spectralConvolution(u, k);
  return engine().runKernel(longConvolutionKernel, { u, k }, {}) as Tensor3D;
}

/** u: [batch, time, channels], k: [1 or batch, time, channels] -> [batch, time, channels]. */
export function longConvolution(u: Tensor3D, k: Tensor3D): Tensor3D {
  return withGradient(
    [u, k],
    () => ({ value: convolve(u, k), saved: [u, k] }),
    (dY, saved) => {
      const [ownU, ownK] = [savedAt(saved, 0) as Tensor3D, savedAt(saved, 1) as Tensor3D];
      const turned = reverse(dY as Tensor3D, 1); // [batch, time, channels]
      const perText = reverse(convolve(turned, ownU), 1); // [batch, time, channels]
      const dK = ownK.shape[0] === ownU.shape[0] ? perText : sum(perText, 0, true); // [1 or batch, time, channels]
      return [reverse(convolve(turned, ownK), 1), dK];
    },
  ) as Tensor3D;
}
