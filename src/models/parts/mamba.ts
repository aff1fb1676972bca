/**
 * The Mamba block: a state space model whose step size and whose input and output maps depend on the token.
 * Mamba: Linear-Time Sequence Modeling with Selective State Spaces, Gu and Dao 2023, sections 3.2 to 3.4,
 * https://arxiv.org/abs/2312.00752.
 *
 *   h_t = exp(delta_t A) h_(t-1) + delta_t B_t x_t,   y_t = C_t h_t + D x_t
 *
 * | code        | symbol                                                                        |
 * | ----------- | ----------------------------------------------------------------------------- |
 * | inner       | E D, the width inside (D: the model's width; in_proj makes twice as much)     |
 * | states      | N                                                                             |
 * | deltaRank   | R, of the map that makes delta                                                |
 * | in          | in_proj: x and its gate side by side                                          |
 * | conv        | conv1d                                                                        |
 * | select      | x_proj: delta's low-rank form, B and C side by side (s_B, s_C, s_delta)       |
 * | delta       | delta = softplus(dt_proj(.)), the time that passes with a token               |
 * | A_log       | log(-A): A stays below 0                                                      |
 * | B, C        | of the time-invariant form alone: the same at each step, as in S4             |
 * | D           | D, the skip                                                                   |
 * | out         | out_proj                                                                      |
 *
 * Not selective (`selective: false`) is its linear time-invariant form, S4D with real A (Gu et al. 2022,
 * https://arxiv.org/abs/2206.11893): delta, B and C are parameters and no longer see the token.
 *
 * Deviations: A is discretized exactly, B by Euler's rule, as in the authors' code (the paper's equation 4 has the
 * exact hold for both). `gated: false` is the block without its gate, which the paper's table 1 compares. While nobody
 * looks at the states they are not kept, and without selection the model is then one convolution with its response to an
 * impulse (S4's form for training); neither changes what is computed.
 */
import type { RandomStream } from '../../random.ts';
import type { MambaConfig } from '../config.ts';
import { longConvolution } from '../kernels/long-convolution.ts';
import { lastState, perStep, plainStates, readStates, selectiveScan } from '../kernels/selective-scan.ts';
import type { Probe } from '../probe.ts';
import {
  add,
  exp,
  mul,
  neg,
  ones,
  range,
  reshape,
  softplus,
  split,
  sum,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  tensor,
  zeros,
} from '../tf.ts';
import { activate } from './activation.ts';
import {
  type ConvolutionParams,
  causalConvolution,
  emptyWindow,
  initConvolution,
} from './causal-convolution.ts';
import { initLinear, type LinearParams, linear, normalTensor } from './linear.ts';
import { withoutPadding } from './padding.ts';

export type MambaParams = {
  readonly in: LinearParams;
  readonly conv: ConvolutionParams;
  readonly select?: LinearParams;
  /** Of the selective form a map from rank to inner, else its bias alone. */
  readonly delta: { readonly weight?: Tensor2D; readonly bias: Tensor1D };
  readonly A_log: Tensor2D;
  readonly B?: Tensor2D;
  readonly C?: Tensor2D;
  readonly D: Tensor1D;
  readonly out: LinearParams;
};

export type MambaState = {
  /** The last inputs of the convolution: [batch, taps - 1, inner]. */
  readonly window: Tensor3D;
  /** h: [batch, inner, states] */
  readonly h: Tensor3D;
};

export interface MambaInput {
  /** [batch, seq, width] */
  readonly x: Tensor3D;
  /** 1 for a token and 0 for padding: [batch, seq, 1]; null where nothing is padded. */
  readonly isToken?: Tensor3D | null;
  readonly state?: MambaState;
  readonly probe: Probe;
}

export interface MambaOutput {
  /** [batch, seq, width] */
  readonly y: Tensor3D;
  readonly state?: MambaState;
}

/** The deviation of a map that PyTorch begins, uniform within 1 / sqrt(inputs). */
const usual = (inputs: number): number => 1 / Math.sqrt(3 * inputs);

/**
 * As the authors begin: maps as PyTorch has them, what writes to the stream made smaller the more layers there are,
 * A = -1 ... -N, D = 1, and delta spread evenly in the logarithm from 0.001 to 0.1.
 */
export function initMamba(
  config: MambaConfig,
  width: number,
  outputScale: number,
  random: RandomStream,
): MambaParams {
  const { inner, states, deltaRank, selective, gated = true, bias } = config;
  const logs = Float32Array.from({ length: inner * states }, (_, at) => Math.log((at % states) + 1));
  const into = initLinear(width, (gated ? 2 : 1) * inner, bias, usual(width), random);
  const conv = initConvolution(config.taps, inner, config.convolutionBias, random);
  return {
    in: into,
    conv,
    ...(selective
      ? { select: initLinear(inner, deltaRank + 2 * states, false, usual(inner), random) }
      : { B: ones([inner, states]) as Tensor2D, C: normalTensor<Tensor2D>([inner, states], 1, random) }),
    delta: {
      ...(selective ? { weight: uniform([deltaRank, inner], deltaRank ** -0.5, random) } : {}),
      bias: firstDelta(inner, random),
    },
    A_log: tensor(logs, [inner, states]) as Tensor2D, // [inner, states]
    D: ones([inner]) as Tensor1D, // [inner]
    out: initLinear(inner, width, bias, usual(inner) * outputScale, random),
  };
}

function uniform(shape: [number, number], reach: number, random: RandomStream): Tensor2D {
  const values = Float32Array.from({ length: shape[0] * shape[1] }, () => (2 * random.next() - 1) * reach);
  return tensor(values, shape) as Tensor2D;
}

/** The bias whose softplus is delta. */
function firstDelta(inner: number, random: RandomStream): Tensor1D {
  const values = Float32Array.from({ length: inner }, () => {
    const delta = Math.max(1e-4, 0.001 * (0.1 / 0.001) ** random.next());
    return delta + Math.log(-Math.expm1(-delta));
  });
  return tensor(values, [inner]) as Tensor1D; // [inner]
}

export function emptyMambaState(config: MambaConfig, batch: number): MambaState {
  return {
    window: emptyWindow(batch, config.taps, config.inner),
    h: zeros([batch, config.inner, config.states]) as Tensor3D,
  };
}

export function mamba(params: MambaParams, config: MambaConfig, input: MambaInput): MambaOutput {
  const { probe, state, isToken = null } = input;
  const [projected, gateInput] = projections(linear(input.x, params.in), config); // [batch, seq, inner] each
  const gate = gateInput && probe('gate', activate(gateInput, 'silu')); // [batch, seq, inner]
  const convolved = causalConvolution(withoutPadding(projected, isToken), params.conv, state?.window);
  const x = probe('x', activate(convolved.y, 'silu')); // [batch, seq, inner]

  const A = probe('A', neg(exp(params.A_log)) as Tensor2D); // [inner, states]
  const read = config.selective
    ? selected(x, A, params, config, probe, isToken, state?.h)
    : invariant(x, A, params, config, probe, isToken, state?.h);
  const y = probe('y', add(read.y, mul(x, params.D)) as Tensor3D); // [batch, seq, inner]
  const written = linear(gate ? (mul(y, gate) as Tensor3D) : y, params.out); // [batch, seq, width]
  if (!state) return { y: written };
  return { y: written, state: { window: convolved.window, h: read.h() } };
}

/** x, and what its gate is made of where there is one. */
function projections(read: Tensor3D, { gated = true }: MambaConfig): [Tensor3D, Tensor3D | null] {
  return gated ? (split(read, 2, -1) as [Tensor3D, Tensor3D]) : [read, null];
}

interface Read {
  /** C h: [batch, seq, inner] */
  readonly y: Tensor3D;
  /** The last state: [batch, inner, states]. */
  readonly h: () => Tensor3D;
}

/** delta, B and C are made from the token. */
function selected(
  x: Tensor3D,
  A: Tensor2D,
  params: MambaParams,
  { deltaRank, states }: MambaConfig,
  probe: Probe,
  isToken: Tensor3D | null,
  before: Tensor3D | undefined,
): Read {
  const { select, delta: map } = params;
  if (select === undefined || map.weight === undefined) throw new Error('A selective model needs `select`.');
  const choices = linear(x, select); // [batch, seq, deltaRank + 2 states]
  const [low, ownB, ownC] = split(choices, [deltaRank, states, states], -1) as [Tensor3D, Tensor3D, Tensor3D];
  const step = softplus(linear(low, { weight: map.weight, bias: map.bias })) as Tensor3D; // [batch, seq, inner]
  const delta = probe('delta', withoutPadding(step, isToken)); // [batch, seq, inner], at padding no time passes
  const B = probe('B', ownB); // [batch, seq, states]
  const C = probe('C', ownC); // [batch, seq, states]
  if (probe.wants('state')) {
    const h = probe('state', plainStates(x, delta, A, perStep(B), before)); // [batch, seq, inner, states]
    return { y: readStates(h, perStep(C)), h: () => lastState(h) };
  }
  const { y, state } = selectiveScan({ x, delta, A, B, C, ...(before ? { before } : {}) });
  return { y, h: () => kept(state) };
}

function kept(state: Tensor3D | undefined): Tensor3D {
  if (state === undefined) throw new Error('The scan began with a state but kept none.');
  return state;
}

/** delta, B and C are the same at each step. */
function invariant(
  x: Tensor3D,
  A: Tensor2D,
  params: MambaParams,
  { inner, states }: MambaConfig,
  probe: Probe,
  isToken: Tensor3D | null,
  before: Tensor3D | undefined,
): Read {
  if (params.B === undefined || params.C === undefined)
    throw new Error('A time-invariant model needs B and C.');
  const delta = probe('delta', softplus(reshape(params.delta.bias, [1, 1, inner])) as Tensor3D); // [1, 1, inner]
  const B = probe('B', params.B); // [inner, states]
  const C = probe('C', params.C); // [inner, states]
  // A convolution lets time pass at every position, padding too: there the states are followed one by one.
  if (before === undefined && isToken === null && !probe.wants('state')) {
    return { y: longConvolution(x, responses(delta, A, B, C, x.shape[1])), h: () => kept(undefined) };
  }
  const everywhere = (own: Tensor2D) => reshape(own, [1, 1, inner, states]) as Tensor4D; // [1, 1, inner, states]
  const passed = withoutPadding(delta, isToken); // [1 or batch, 1 or seq, inner]
  const h = probe('state', plainStates(x, passed, A, everywhere(B), before)); // [batch, seq, inner, states]
  return { y: readStates(h, everywhere(C)), h: () => lastState(h) };
}

/** What is left of an impulse after 0, 1, ... steps: C exp(delta A t) delta B, [1, seq, inner]. */
function responses(delta: Tensor3D, A: Tensor2D, B: Tensor2D, C: Tensor2D, length: number): Tensor3D {
  const [inner] = A.shape;
  const step = reshape(delta, [inner, 1]); // [inner, 1]
  const rates = reshape(mul(step, A), [1, ...A.shape]); // [1, inner, states]
  const left = exp(mul(reshape(range(0, length), [length, 1, 1]), rates)); // [seq, inner, states]
  const written = mul(mul(B, C), step); // [inner, states]
  return reshape(sum(mul(left, written), -1), [1, length, inner]) as Tensor3D; // [1, seq, inner]
}
