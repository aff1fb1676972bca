/**
 * The Hyena operator: long convolutions with filters that a small network writes, and gates between them.
 * Hyena Hierarchy, Poli et al. 2023, definition 3.1 and section 3.3, https://arxiv.org/abs/2302.10866.
 *
 *   z^1 = v,   z^(n+1) = x^n (h^n * z^n) for n = 1 ... N,   y = z^(N+1)
 *
 * | code        | symbol                                                                       |
 * | ----------- | ---------------------------------------------------------------------------- |
 * | order       | N                                                                            |
 * | in          | the projections v, x^1 ... x^N, side by side                                 |
 * | short       | the short convolution that each projection passes                            |
 * | filter      | h^n_t = Window(t) FFN(PositionalEncoding(t)) (eq. 7), [order, seq, width]    |
 * | skip        | the filter's direct path, D_n z^n, of the authors' code                      |
 * | maximum     | L, the length that the positions of the filter are measured by               |
 * | features    | rho, the complex exponentials of the positional encoding (appendix D.3)      |
 * | frequency   | omega_a of the sine activation                                               |
 * | decay       | alpha, one for each channel                                                  |
 *
 * Deviations: N filters and N gates as in the definition, where the authors' code has N - 1 filters; the decays of
 * the window are spread over the channels of each filter alike, from 1 % left after 0.3 L to 1 % left after 1.5 L.
 */
import type { RandomStream } from '../../random.ts';
import type { HyenaConfig } from '../config.ts';
import { longConvolution } from '../kernels/long-convolution.ts';
import { sine } from '../kernels/sine.ts';
import type { Probe } from '../probe.ts';
import {
  add,
  fill,
  mul,
  reshape,
  slice,
  split,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tensor,
  transpose,
} from '../tf.ts';
import { type ConvolutionParams, causalConvolution, initConvolution } from './causal-convolution.ts';
import { emptyHyenaState, type HyenaState, readHistory } from './hyena-state.ts';
import { initLinear, type LinearParams, linear, normalTensor } from './linear.ts';
import { withoutPadding } from './padding.ts';

export interface HyenaParams {
  readonly in: LinearParams;
  readonly short: ConvolutionParams;
  /** The network that writes the filters. */
  readonly filter: {
    readonly layers: readonly LinearParams[];
    /** [filterWidth] */
    readonly frequency: Tensor1D;
    /** [filterWidth, order x width] */
    readonly out: LinearParams;
  };
  /** [order, width] */
  readonly skip: Tensor2D;
  readonly out: LinearParams;
}

export interface HyenaInput {
  /** [batch, seq, width] */
  readonly x: Tensor3D;
  /** 1 for a token and 0 for padding: [batch, seq, 1]; null where nothing is padded. */
  readonly isToken?: Tensor3D | null;
  /** The position of the first token of `x`. */
  readonly start: number;
  readonly state?: HyenaState;
  readonly probe: Probe;
}

export interface HyenaOutput {
  /** [batch, seq, width] */
  readonly y: Tensor3D;
  readonly state?: HyenaState;
}

export { emptyHyenaState, type HyenaState };

export function initHyena(
  config: HyenaConfig,
  width: number,
  outputDeviation: number,
  random: RandomStream,
): HyenaParams {
  const { order, filterWidth, bands, filterLayers } = config;
  const sizes = [1 + 2 * bands, ...Array.from({ length: filterLayers }, () => filterWidth)];
  const spread = (inputs: number) => 1 / Math.sqrt(3 * inputs); // The variance that PyTorch's uniform draw has.
  return {
    in: initLinear(width, (order + 1) * width, true, spread(width), random),
    short: initConvolution(config.taps, (order + 1) * width, true, random),
    filter: {
      layers: sizes
        .slice(0, -1)
        .map((inputs) => initLinear(inputs, filterWidth, true, spread(inputs), random)),
      frequency: fill([filterWidth], config.sineFrequency) as Tensor1D, // [filterWidth]
      out: initLinear(filterWidth, order * width, false, spread(filterWidth), random),
    },
    skip: normalTensor<Tensor2D>([order, width], 1, random), // [order, width]
    out: initLinear(width, width, true, outputDeviation, random),
  };
}

/** t / L, then cos and sin of 2 pi f t / L for the frequencies f: [seq, 1 + 2 bands] for the steps 0, 1, ... */
function features({ bands, maximum }: HyenaConfig, length: number): Tensor2D {
  const columns = 1 + 2 * bands;
  const values = new Float32Array(length * columns);
  for (let step = 0; step < length; step++) {
    const time = step / Math.max(1, maximum - 1);
    values[step * columns] = time;
    for (let band = 0; band < bands; band++) {
      const angle = (2 * Math.PI * bandFrequency(band, bands) * step) / maximum;
      values[step * columns + 1 + band] = Math.cos(angle);
      values[step * columns + 1 + bands + band] = -Math.sin(angle);
    }
  }
  return tensor(values, [length, columns]) as Tensor2D; // [seq, 1 + 2 bands]
}

/** Evenly from nearly 0 to bands - 1, as in the authors' code. */
const bandFrequency = (band: number, bands: number): number =>
  bands === 1 ? 1e-4 : 1e-4 + (band * (bands - 1 - 1e-4)) / (bands - 1);

const [fastest, slowest, target] = [0.3, 1.5, 0.01];

/** exp(-alpha t / L), alpha spread evenly over the channels: [seq, width]. */
function decayWindow({ maximum }: HyenaConfig, length: number, width: number): Tensor2D {
  const [steep, flat] = [-Math.log(target) / fastest, -Math.log(target) / slowest];
  const values = new Float32Array(length * width);
  for (let step = 0; step < length; step++) {
    for (let channel = 0; channel < width; channel++) {
      const alpha = width === 1 ? flat : flat + ((steep - flat) * channel) / (width - 1);
      values[step * width + channel] = Math.exp((-alpha * step) / Math.max(1, maximum - 1));
    }
  }
  return tensor(values, [length, width]) as Tensor2D; // [seq, width]
}

/** The filters for lags 0 ... length - 1: [order, seq, width]. */
function filters(params: HyenaParams, config: HyenaConfig, length: number, probe: Probe): Tensor3D {
  const [order, width] = params.skip.shape;
  let hidden: Tensor2D = features(config, length); // [seq, 1 + 2 bands]
  for (const layer of params.filter.layers) {
    hidden = sine(mul(linear(hidden, layer), params.filter.frequency) as Tensor2D); // [seq, filterWidth]
  }
  const written = reshape(linear(hidden, params.filter.out), [length, order, width]); // [seq, order, width]
  const window = reshape(decayWindow(config, length, width), [length, 1, width]); // [seq, 1, width]
  return probe('filter', transpose(mul(written, window), [1, 0, 2]) as Tensor3D); // [order, seq, width]
}

export function hyena(params: HyenaParams, config: HyenaConfig, input: HyenaInput): HyenaOutput {
  const { x, start, state, isToken = null, probe } = input;
  const { order, maximum } = config;
  const [, length, width] = x.shape;
  if (start + length > maximum) {
    throw new RangeError(`This model's filters reach over ${maximum} positions, not ${start + length}.`);
  }
  const read = withoutPadding(linear(x, params.in), isToken); // [batch, seq, (order + 1) width]
  const short = causalConvolution(read, params.short, state?.window); // [batch, seq, (order + 1) width]
  // With v and the gates 0 at padding so is every z there.
  const tokens = withoutPadding(short.y, isToken); // [batch, seq, (order + 1) width]
  const [ownV, ownX] = split(tokens, [width, order * width], -1) as [Tensor3D, Tensor3D];
  const v = probe('v', ownV); // [batch, seq, width]
  const all = probe('x', ownX); // [batch, seq, order width]
  // A split into one has no gradient in TensorFlow.js.
  const gates = order === 1 ? [all] : (split(all, order, -1) as Tensor3D[]); // order x [batch, seq, width]
  const h = filters(params, config, state ? maximum : length, probe); // [order, seq, width], of all lags where text may follow

  const history: Tensor3D[] = [];
  let z = v; // [batch, seq, width]
  for (const [index, gate] of gates.entries()) {
    const own = slice(h, [index, 0, 0], [1, h.shape[1], width]) as Tensor3D; // [1, lags, width]
    const past = state?.history[index];
    const mixed = past ? readHistory(past, z, own, start) : { y: longConvolution(z, own), history: z };
    history.push(mixed.history);
    const direct = mul(z, reshape(slice(params.skip, [index, 0], [1, width]), [1, 1, width])); // [batch, seq, width]
    z = mul(gate, add(mixed.y, direct)) as Tensor3D; // [batch, seq, width]
  }
  const y = linear(probe('y', z), params.out); // [batch, seq, width]
  return state ? { y, state: { window: short.window, history } } : { y };
}
