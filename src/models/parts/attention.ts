/**
 * Multi-head attention: Attention Is All You Need, Vaswani et al. 2017, section 3.2, https://arxiv.org/abs/1706.03762.
 * With fewer key-value heads it is grouped-query attention (Ainslie et al. 2023, https://arxiv.org/abs/2305.13245),
 * with one multi-query attention (Shazeer 2019, https://arxiv.org/abs/1911.02150), with a window Mistral's
 * (Jiang et al. 2023, https://arxiv.org/abs/2310.06825).
 *
 *   Attention(Q, K, V) = softmax(Q K^T / sqrt(d_k)) V
 *
 * | code          | symbol                                       |
 * | ------------- | -------------------------------------------- |
 * | query, key, value | W^Q, W^K, W^V, all heads side by side    |
 * | output        | W^O                                          |
 * | heads         | h                                            |
 * | headSize      | d_k = d_v                                    |
 * | scores        | Q K^T / sqrt(d_k)                            |
 * | pattern       | softmax of the scores                        |
 * | z             | head_i, before W^O                           |
 *
 * Deviation: the mask multiplies after the exponential instead of adding minus infinity before it, which is the
 * same number and cannot overflow on float16 textures. On WASM one kernel does all that lies between the maps, as long as
 * nobody looks inside (`fused-attention.ts`).
 */
import type { RandomStream } from '../../random.ts';
import type { AttentionConfig } from '../config.ts';
import { maskedSoftmax } from '../kernels/index.ts';
import type { Probe } from '../probe.ts';
import { add, concat, matMul, mul, reshape, type Tensor3D, type Tensor4D, transpose } from '../tf.ts';
import { cachePositions, writeCache } from './attention-state.ts';
import type { AttendInput, AttentionInput, AttentionOutput, AttentionParams } from './attention-types.ts';
import { attentionAtOnce, runsAtOnce } from './fused-attention.ts';
import { initLinear, type LinearParams, linear } from './linear.ts';
import { attentionMask } from './mask.ts';
import { rotaryBase, rotate } from './position.ts';
import { attendByTiles } from './tiled-attention.ts';

export type { AttentionInput, AttentionOutput, AttentionParams };

export function initAttention(
  config: AttentionConfig,
  width: number,
  deviation: number,
  outputDeviation: number,
  random: RandomStream,
): AttentionParams {
  const { heads, keyValueHeads, headSize, bias, outputBias } = config;
  return {
    query: initLinear(width, heads * headSize, bias, deviation, random),
    key: initLinear(width, keyValueHeads * headSize, bias, deviation, random),
    value: initLinear(width, keyValueHeads * headSize, bias, deviation, random),
    output: initLinear(heads * headSize, width, outputBias, outputDeviation, random),
  };
}

export function attention(
  params: AttentionParams,
  config: AttentionConfig,
  input: AttentionInput,
): AttentionOutput {
  if (runsAtOnce(config, input)) return attentionAtOnce(params, config, input);
  const { x, start, position, probe, state } = input;
  const { heads, keyValueHeads } = config;
  let q = probe('q', splitHeads(linear(x, params.query), heads)); // [batch, heads, seq, headSize]
  let k = probe('k', splitHeads(linear(x, params.key), keyValueHeads)); // [batch, keyValueHeads, seq, headSize]
  const v = probe('v', splitHeads(linear(x, params.value), keyValueHeads)); // [batch, keyValueHeads, seq, headSize]

  const base = rotaryBase(position);
  if (base !== null) {
    q = probe('rot_q', rotate(q, base, start)); // [batch, heads, seq, headSize]
    k = probe('rot_k', rotate(k, base, start)); // [batch, keyValueHeads, seq, headSize]
  }

  const queries = x.shape[1];
  const fresh = Array.from({ length: queries }, (_, index) => start + index);
  const keyPositions = state ? [...cachePositions(state.key.shape[2], start), ...fresh] : fresh;
  const keys = state ? (concat([state.key, k], 2) as Tensor4D) : k; // [batch, keyValueHeads, key, headSize]
  const values = state ? (concat([state.value, v], 2) as Tensor4D) : v; // [batch, keyValueHeads, key, headSize]
  const mask = attentionMask(config, input.mask, start, queries, keyPositions); // [1 or batch, 1, query, key]
  const bias = input.bias(config, start, queries, keyPositions); // [1, heads, query, key]

  const given = { q, k: keys, v: values, mask, bias, scaled: config.scaled, probe };
  const z = config.tile === undefined ? attend(given) : attendByTiles(given, config.tile); // [batch, heads, query, headSize]
  const y = projectHeads(z, params.output, probe); // [batch, seq, width]
  return state ? { y, state: writeCache(state, k, v, start) } : { y };
}

/** softmax(q k^T / sqrt(d_k)) v, head by head; q: [batch, heads, query, headSize] -> the same shape. */
export function attend({ q, k, v, mask, bias, scaled, probe }: AttendInput): Tensor4D {
  const [batch, heads, queries, headSize] = q.shape;
  const [, keyValueHeads, keys] = k.shape;
  // Query heads that share a key-value head stand under each other as rows of one product: nothing is copied.
  const rows = (heads / keyValueHeads) * queries;
  const factor = scaled ? 1 / Math.sqrt(headSize) : 1;

  const grouped = reshape(mul(q, factor), [batch, keyValueHeads, rows, headSize]); // [batch, keyValueHeads, group x query, headSize]
  const products = reshape(matMul(grouped, k, false, true), [batch, heads, queries, keys]) as Tensor4D; // [batch, heads, query, key]
  const scores = probe('attn_scores', bias ? (add(products, bias) as Tensor4D) : products); // [batch, heads, query, key]
  const pattern = probe('pattern', maskedSoftmax(scores, mask)); // [batch, heads, query, key]
  const weights = reshape(pattern, [batch, keyValueHeads, rows, keys]); // [batch, keyValueHeads, group x query, key]
  const mixed = reshape(matMul(weights, v), [batch, heads, queries, v.shape[3]]) as Tensor4D; // [batch, heads, query, headSize]
  return probe('z', mixed);
}

/** [batch, seq, heads x headSize] -> [batch, heads, seq, headSize] */
export function splitHeads(x: Tensor3D, heads: number): Tensor4D {
  const [batch, length, width] = x.shape;
  return transpose(reshape(x, [batch, length, heads, width / heads]), [0, 2, 1, 3]) as Tensor4D;
}

/** Concatenates the heads and applies W^O: [batch, heads, seq, headSize] -> [batch, seq, width] */
export function projectHeads(z: Tensor4D, output: LinearParams, probe: Probe): Tensor3D {
  const [batch, heads, length, headSize] = z.shape;
  if (probe.wants('result')) return sumOfHeads(z, output, probe);
  const joined = reshape(transpose(z, [0, 2, 1, 3]), [batch, length, heads * headSize]) as Tensor3D; // [batch, seq, heads x headSize]
  return linear(joined, output); // [batch, seq, width]
}

/** The same product head by head, so that each head's own write can be seen and changed. */
function sumOfHeads(z: Tensor4D, output: LinearParams, probe: Probe): Tensor3D {
  const [batch, heads, length, headSize] = z.shape;
  const width = output.weight.shape[1];
  const perHead = reshape(output.weight, [1, heads, headSize, width]); // [1, heads, headSize, width]
  const result = probe('result', matMul(z, perHead) as Tensor4D); // [batch, heads, seq, width]
  const summed = reshape(result.sum(1), [batch, length, width]) as Tensor3D; // [batch, seq, width]
  return output.bias ? (add(summed, output.bias) as Tensor3D) : summed; // [batch, seq, width]
}
