/**
 * Attention of a decoder to what the encoder made of the source: Attention Is All You Need, Vaswani et al. 2017,
 * section 3.2.3, https://arxiv.org/abs/1706.03762. Queries come from the decoder, keys and values from the encoder.
 *
 * | code          | symbol                                           |
 * | ------------- | ------------------------------------------------ |
 * | encoded       | the encoder's output, memory in many code bases  |
 * | state         | K and V, the same for every token that is written |
 *
 * Keys and values are made once a source and kept: no slot is ever written anew, unlike in self-attention's cache.
 * Positions play no part (T5 adds no bias here, BART has its positions in the embedding).
 */
import type { AttentionConfig } from '../config.ts';
import type { Probe } from '../probe.ts';
import type { Tensor3D, Tensor4D } from '../tf.ts';
import { type AttentionParams, attend, projectHeads, splitHeads } from './attention.ts';
import type { AttentionState } from './attention-state.ts';
import { linear } from './linear.ts';

/** What a decoder can read of the source. */
export interface Source {
  /** [batch, source, width]; absent where keys and values of every layer are kept. */
  readonly encoded?: Tensor3D;
  /** [batch, 1, 1, source], 1 for a token and 0 for padding. */
  readonly padding?: Tensor4D;
}

export interface CrossAttentionInput {
  /** [batch, seq, width] */
  readonly x: Tensor3D;
  readonly source: Source;
  readonly state?: AttentionState;
  readonly probe: Probe;
}

export interface CrossAttentionOutput {
  /** [batch, seq, width] */
  readonly y: Tensor3D;
  readonly state: AttentionState;
}

export function crossAttention(
  params: AttentionParams,
  config: AttentionConfig,
  { x, source, state, probe }: CrossAttentionInput,
): CrossAttentionOutput {
  const kept = state ?? encodeSource(params, config, source);
  const q = probe('q', splitHeads(linear(x, params.query), config.heads)); // [batch, heads, seq, headSize]
  const k = probe('k', kept.key); // [batch, keyValueHeads, source, headSize]
  const v = probe('v', kept.value); // [batch, keyValueHeads, source, headSize]
  const mask = source.padding ?? null; // [batch, 1, 1, source]
  const z = attend({ q, k, v, mask, bias: null, scaled: config.scaled, probe }); // [batch, heads, seq, headSize]
  return { y: projectHeads(z, params.output, probe), state: kept };
}

function encodeSource(params: AttentionParams, config: AttentionConfig, source: Source): AttentionState {
  const { encoded } = source;
  if (encoded === undefined) throw new Error('Cross attention needs a source.');
  return {
    key: splitHeads(linear(encoded, params.key), config.keyValueHeads), // [batch, keyValueHeads, source, headSize]
    value: splitHeads(linear(encoded, params.value), config.keyValueHeads), // [batch, keyValueHeads, source, headSize]
  };
}
