/**
 * The position-wise feed-forward network: Attention Is All You Need, Vaswani et al. 2017, section 3.3,
 * https://arxiv.org/abs/1706.03762; with a gate: GLU Variants Improve Transformer, Shazeer 2020,
 * https://arxiv.org/abs/2002.05202.
 *
 *   plain: FFN(x) = f(x W_in + b_in) W_out + b_out
 *   gated: FFN(x) = (f(x W_gate) * (x W_in)) W_out
 *
 * | code       | symbol                                  |
 * | ---------- | --------------------------------------- |
 * | in         | W_1 (Vaswani), V (Shazeer), up_proj (LLaMA)   |
 * | gate       | W (Shazeer), gate_proj (LLaMA)          |
 * | out        | W_2, down_proj (LLaMA)                  |
 * | hidden     | d_ff                                    |
 */
import type { RandomStream } from '../../random.ts';
import type { Activation, FeedForwardConfig } from '../config.ts';
import { feedForwardAtOnce, hasFeedForwardKernel } from '../kernels/feed-forward.ts';
import type { ActivationName } from '../kernels/wasm/activations.ts';
import type { Probe } from '../probe.ts';
import { mul, type Tensor3D } from '../tf.ts';
import { activate } from './activation.ts';
import { initLinear, type LinearParams, linear } from './linear.ts';

export type FeedForwardParams = {
  readonly in: LinearParams;
  readonly gate?: LinearParams;
  readonly out: LinearParams;
};

export function initFeedForward(
  config: FeedForwardConfig,
  width: number,
  deviation: number,
  outputDeviation: number,
  random: RandomStream,
): FeedForwardParams {
  const { hidden, bias, gated } = config;
  return {
    in: initLinear(width, hidden, bias, deviation, random),
    ...(gated ? { gate: initLinear(width, hidden, bias, deviation, random) } : {}),
    out: initLinear(hidden, width, bias, outputDeviation, random),
  };
}

const kernelNames: Partial<Record<Activation, ActivationName>> = {
  gelu: 'gelu',
  'gelu-tanh': 'geluTanh',
  silu: 'silu',
};

/** With more tokens than this the arithmetic outweighs all else, and work space would be large. */
const fewTokens = 32;

/** Whether one kernel can do it: where it is, and nobody looks inside. */
const runsAtOnce = ({ shape: [batch, length] }: Tensor3D, params: FeedForwardParams, probe: Probe): boolean =>
  batch * length <= fewTokens &&
  hasFeedForwardKernel() &&
  [params.gate, params.in.adapter, params.out.adapter].every((part) => part === undefined) &&
  !['pre', 'post'].some((name) => probe.wants(name));

/** x: [batch, seq, width] -> [batch, seq, width]. */
export function feedForward(
  x: Tensor3D,
  params: FeedForwardParams,
  config: FeedForwardConfig,
  probe: Probe,
): Tensor3D {
  const own = kernelNames[config.activation];
  if (own !== undefined && runsAtOnce(x, params, probe))
    return feedForwardAtOnce(x, params.in, params.out, own);
  const hidden = params.gate
    ? gatedHidden(x, params.gate, params.in, config, probe)
    : plainHidden(x, params.in, config, probe);
  const post = probe('post', hidden); // [batch, seq, hidden]
  return linear(post, params.out); // [batch, seq, width]
}

function plainHidden(x: Tensor3D, input: LinearParams, config: FeedForwardConfig, probe: Probe): Tensor3D {
  const pre = probe('pre', linear(x, input)); // [batch, seq, hidden]
  return activate(pre, config.activation); // [batch, seq, hidden]
}

function gatedHidden(
  x: Tensor3D,
  gate: LinearParams,
  input: LinearParams,
  config: FeedForwardConfig,
  probe: Probe,
): Tensor3D {
  const pre = probe('pre', linear(x, gate)); // [batch, seq, hidden], what the activation sees
  const preLinear = probe('pre_linear', linear(x, input)); // [batch, seq, hidden], what it gates
  return mul(activate(pre, config.activation), preLinear) as Tensor3D; // [batch, seq, hidden]
}
