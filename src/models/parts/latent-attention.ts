/**
 * Multi-head latent attention: DeepSeek-V2, DeepSeek-AI 2024, section 2.1, https://arxiv.org/abs/2405.04434. Of each token one short
 * vector is kept; keys and values of all heads are made of it when they are needed.
 *
 *   c = x W_DKV,   k = c W_UK,   v = c W_UV,   q = x W_Q
 *
 * | code   | symbol                                     |
 * | ------ | ------------------------------------------ |
 * | query  | W^Q                                        |
 * | down   | W^DKV                                      |
 * | key    | W^UK                                       |
 * | value  | W^UV                                       |
 * | output | W^O                                        |
 * | latent | c^KV_t, of d_c numbers: all that is cached |
 *
 * Deviations: queries are not compressed (the paper does it to save memory in training), and there is no rotary part with a key of its
 * own that all heads share (the paper's k^R, 64 numbers more a token): positions come from the model's table. The paper multiplies
 * W^UK into the queries' map and W^UV into the output, so that keys and values need not be made at all: the same numbers, fewer products.
 */
import type { RandomStream } from '../../random.ts';
import type { LatentAttentionConfig } from '../config.ts';
import type { Probe } from '../probe.ts';
import { concat, reshape, type Tensor3D, type Tensor4D, zeros } from '../tf.ts';
import { attend, projectHeads, splitHeads } from './attention.ts';
import { cachePositions, slotWriter } from './attention-state.ts';
import { initLinear, type LinearParams, linear } from './linear.ts';
import { attentionMask, type MaskChoice } from './mask.ts';

export type LatentAttentionParams = {
  readonly query: LinearParams;
  readonly down: LinearParams;
  readonly key: LinearParams;
  readonly value: LinearParams;
  readonly output: LinearParams;
};

export type LatentAttentionState = {
  /** [batch, 1, slots, latent] */
  readonly latent: Tensor4D;
};

export interface LatentAttentionInput {
  /** [batch, seq, width] */
  readonly x: Tensor3D;
  /** The absolute position of the first token of `x`. */
  readonly start: number;
  readonly mask: MaskChoice;
  readonly state?: LatentAttentionState;
  readonly probe: Probe;
}

export interface LatentAttentionOutput {
  /** [batch, seq, width] */
  readonly y: Tensor3D;
  readonly state?: LatentAttentionState;
}

export function initLatentAttention(
  { heads, headSize, latent, bias }: LatentAttentionConfig,
  width: number,
  deviation: number,
  outputDeviation: number,
  random: RandomStream,
): LatentAttentionParams {
  const inner = heads * headSize;
  // What is made of fewer numbers begins with larger weights, so that keys and values begin as large as in `attention`.
  const up = deviation * Math.sqrt(width / latent);
  return {
    query: initLinear(width, inner, bias, deviation, random),
    down: initLinear(width, latent, bias, deviation, random),
    key: initLinear(latent, inner, bias, up, random),
    value: initLinear(latent, inner, bias, up, random),
    output: initLinear(inner, width, bias, outputDeviation, random),
  };
}

export const emptyLatentState = (
  { latent }: LatentAttentionConfig,
  batch: number,
  context: number,
): LatentAttentionState => ({ latent: zeros([batch, 1, context, latent]) as Tensor4D });

export function latentAttention(
  params: LatentAttentionParams,
  { heads, latent }: LatentAttentionConfig,
  { x, start, mask: choice, state, probe }: LatentAttentionInput,
): LatentAttentionOutput {
  const [batch, queries] = x.shape;
  const q = probe('q', splitHeads(linear(x, params.query), heads)); // [batch, heads, query, headSize]
  const fresh = probe('latent', linear(x, params.down)); // [batch, query, latent]
  const slots = state?.latent.shape[2] ?? 0;
  const kept = state ? [reshape(state.latent, [batch, slots, latent])] : []; // [batch, slots, latent]
  const all = (kept.length > 0 ? concat([...kept, fresh], 1) : fresh) as Tensor3D; // [batch, key, latent]
  const k = probe('k', splitHeads(linear(all, params.key), heads)); // [batch, heads, key, headSize]
  const v = probe('v', splitHeads(linear(all, params.value), heads)); // [batch, heads, key, headSize]
  const own = Array.from({ length: queries }, (_, index) => start + index);
  const keyPositions = state ? [...cachePositions(slots, start), ...own] : own;
  const mask = attentionMask({ causal: true, window: null }, choice, start, queries, keyPositions); // [1 or batch, 1, query, key]
  const z = attend({ q, k, v, mask, bias: null, scaled: true, probe }); // [batch, heads, query, headSize]
  const y = projectHeads(z, params.output, probe); // [batch, seq, width]
  if (!state) return { y };
  const write = slotWriter(slots, queries, start);
  return {
    y,
    state: { latent: write(state.latent, reshape(fresh, [batch, 1, queries, latent]) as Tensor4D) },
  };
}
