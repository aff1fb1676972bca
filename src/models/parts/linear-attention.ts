/**
 * Linear attention: Transformers are RNNs, Katharopoulos et al. 2020, sections 3.2 to 3.4,
 * https://arxiv.org/abs/2006.16236. Without the softmax the sum over the past is a matrix of fixed size.
 *
 *   y_i = phi(q_i)^T S_i / (phi(q_i)^T z_i),   S_i = S_(i-1) + phi(k_i) v_i^T,   z_i = z_(i-1) + phi(k_i)
 *
 * | code              | symbol                                     |
 * | ----------------- | ------------------------------------------ |
 * | query, key, value | W_Q, W_K, W_V                              |
 * | output            | the output matrix                          |
 * | phi               | phi(x) = elu(x) + 1                        |
 * | memory            | S, [headSize, headSize] for each head      |
 * | total             | Z, [headSize] for each head                |
 * | pattern           | phi(q_i)^T phi(k_j) / (phi(q_i)^T z_i)     |
 *
 * Deviation: the text is read in chunks of 32: within a chunk by the masked product, between chunks by S and z. That
 * is the same sum, linear in the length, with few large products instead of many small ones. Where somebody looks
 * at the pattern, the text is one chunk.
 */
import type { RandomStream } from '../../random.ts';
import type { LinearAttentionConfig } from '../config.ts';
import type { Probe } from '../probe.ts';
import {
  add,
  concat,
  div,
  exp,
  matMul,
  mul,
  neg,
  relu,
  reshape,
  slice,
  sum,
  type Tensor,
  type Tensor3D,
  type Tensor4D,
  tensor,
  tidy,
  transpose,
  zeros,
} from '../tf.ts';
import { initLinear, type LinearParams, linear } from './linear.ts';
import { withoutPadding } from './padding.ts';

export type LinearAttentionParams = {
  readonly query: LinearParams;
  readonly key: LinearParams;
  readonly value: LinearParams;
  readonly output: LinearParams;
};

export type LinearAttentionState = {
  /** S: [batch, heads, headSize, headSize] */
  readonly memory: Tensor4D;
  /** z: [batch, heads, headSize, 1] */
  readonly total: Tensor4D;
};

export interface LinearAttentionInput {
  /** [batch, seq, width] */
  readonly x: Tensor3D;
  /** 1 for a token and 0 for padding: [batch, seq, 1]; null where nothing is padded. */
  readonly isToken?: Tensor3D | null;
  readonly state?: LinearAttentionState;
  readonly probe: Probe;
}

export interface LinearAttentionOutput {
  /** [batch, seq, width] */
  readonly y: Tensor3D;
  readonly state?: LinearAttentionState;
}

const chunk = 32;

export function initLinearAttention(
  { heads, headSize, bias }: LinearAttentionConfig,
  width: number,
  deviation: number,
  outputDeviation: number,
  random: RandomStream,
): LinearAttentionParams {
  const inner = heads * headSize;
  return {
    query: initLinear(width, inner, bias, deviation, random),
    key: initLinear(width, inner, bias, deviation, random),
    value: initLinear(width, inner, bias, deviation, random),
    output: initLinear(inner, width, bias, outputDeviation, random),
  };
}

export function emptyLinearAttentionState(
  { heads, headSize }: LinearAttentionConfig,
  batch: number,
): LinearAttentionState {
  return {
    memory: zeros([batch, heads, headSize, headSize]) as Tensor4D,
    total: zeros([batch, heads, headSize, 1]) as Tensor4D,
  };
}

export function linearAttention(
  params: LinearAttentionParams,
  config: LinearAttentionConfig,
  { x, state, isToken = null, probe }: LinearAttentionInput,
): LinearAttentionOutput {
  const [batch, length] = x.shape;
  const { heads, headSize } = config;
  const split = (map: LinearParams): Tensor4D =>
    transpose(reshape(linear(x, map), [batch, length, heads, headSize]), [0, 2, 1, 3]) as Tensor4D; // [batch, heads, seq, headSize]
  const q = probe('q', split(params.query)); // [batch, heads, seq, headSize]
  const k = probe('k', split(params.key)); // [batch, heads, seq, headSize]
  const v = probe('v', split(params.value)); // [batch, heads, seq, headSize]
  const phiQ = probe('phi_q', phi(q)); // [batch, heads, seq, headSize]
  const seenKey = isToken && reshape(isToken, [batch, 1, length, 1]); // [batch, 1, seq, 1]
  const phiK = probe('phi_k', withoutPadding(phi(k), seenKey)); // [batch, heads, seq, headSize]

  const size = probe.wants('pattern') ? length : chunk;
  const whole = triangle(Math.min(size, length)); // [1, 1, query, key]
  let past = state ?? null;
  const parts: Tensor4D[] = [];
  for (let start = 0; start < length; start += size) {
    const count = Math.min(size, length - start);
    const cut = (whole: Tensor4D) => (count === length ? whole : cutSteps(whole, start, count)); // [batch, heads, chunk, headSize]
    const before = past;
    const read: ChunkOutput = tidy(() => ({
      ...readChunk(cut(phiQ), cut(phiK), cut(v), whole, before, probe),
    }));
    parts.push(read.z);
    past = read.state;
  }
  const z = probe('z', join(parts)); // [batch, heads, seq, headSize]
  const joined = reshape(transpose(z, [0, 2, 1, 3]), [batch, length, heads * headSize]) as Tensor3D; // [batch, seq, heads x headSize]
  const y = linear(joined, params.output); // [batch, seq, width]
  return state && past ? { y, state: past } : { y };
}

/** elu(x) + 1, above 0 everywhere, from ops that have a gradient on every backend: x + 1 above 0, e^x below. */
function phi(x: Tensor4D): Tensor4D {
  return add(relu(x), exp(neg(relu(neg(x))))) as Tensor4D; // [batch, heads, seq, headSize]
}

interface ChunkOutput {
  /** [batch, heads, chunk, headSize] */
  readonly z: Tensor4D;
  readonly state: LinearAttentionState;
}

/** All inputs: [batch, heads, chunk, headSize]. */
function readChunk(
  phiQ: Tensor4D,
  phiK: Tensor4D,
  v: Tensor4D,
  triangleOfWhole: Tensor,
  past: LinearAttentionState | null,
  probe: Probe,
): ChunkOutput {
  const count = phiQ.shape[2];
  const seen = count === triangleOfWhole.shape[2] ? triangleOfWhole : triangle(count); // [1, 1, query, key]
  const scores = mul(matMul(phiQ, phiK, false, true), seen); // [batch, heads, query, key]
  const ownSums = sum(scores, -1, true); // [batch, heads, query, 1]
  const allSums = past ? add(ownSums, matMul(phiQ, past.total)) : ownSums; // [batch, heads, query, 1]
  // Above 0 unless a reader has set all of phi(q) or phi(k) to 0; float32 sees the addend only then.
  const sums = add(allSums, 1e-20); // [batch, heads, query, 1]
  const pattern = probe('pattern', div(scores, sums)); // [batch, heads, query, key]
  const own = matMul(pattern, v); // [batch, heads, query, headSize]
  const z = past ? add(own, div(matMul(phiQ, past.memory), sums)) : own; // [batch, heads, query, headSize]
  const memory = matMul(phiK, v, true, false); // [batch, heads, headSize, headSize]
  const total = reshape(sum(phiK, 2), [...phiK.shape.slice(0, 2), -1, 1]); // [batch, heads, headSize, 1]
  return {
    z: z as Tensor4D,
    state: {
      memory: (past ? add(past.memory, memory) : memory) as Tensor4D,
      total: (past ? add(past.total, total) : total) as Tensor4D,
    },
  };
}

/** 1 where the key is not after the query: [1, 1, query, key]. */
function triangle(count: number): Tensor {
  const seen = Float32Array.from({ length: count * count }, (_, at) =>
    at % count <= Math.floor(at / count) ? 1 : 0,
  );
  return tensor(seen, [1, 1, count, count]);
}

function cutSteps(x: Tensor4D, start: number, count: number): Tensor4D {
  const [batch, heads, , headSize] = x.shape;
  return slice(x, [0, 0, start, 0], [batch, heads, count, headSize]);
}

function join(parts: readonly Tensor4D[]): Tensor4D {
  const [first] = parts;
  if (first === undefined) throw new RangeError('There is no token to read.');
  return parts.length === 1 ? first : (concat([...parts], 2) as Tensor4D);
}
