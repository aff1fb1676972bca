/** Attention by kernels that do at once what `attention.ts` does op by op: heads are never split apart. */
import type { AttentionConfig } from '../config.ts';
import { fusedAttention, hasAttentionKernel } from '../kernels/attention.ts';
import { cachedAttention, cachedAttentionStep, hasCachedAttention } from '../kernels/cached-attention.ts';
import { fusedRotate } from '../kernels/rotary.ts';
import type { Tensor3D, Tensor4D } from '../tf.ts';
import type { AttentionInput, AttentionOutput, AttentionParams } from './attention-types.ts';
import { linear } from './linear.ts';
import { attentionMask, freely, type MaskChoice } from './mask.ts';
import { addsToScores, rotaryBase } from './position.ts';

const inside = ['q', 'k', 'v', 'rot_q', 'rot_k', 'attn_scores', 'pattern', 'z', 'result'];
const isSet = ({ padding, painted, instead }: MaskChoice): boolean =>
  padding !== undefined || painted !== undefined || instead !== undefined;

/** Up to so many tokens the maps before and after are in the kernel too: with more, its work space would be large. */
const fewTokens = 32;

/** Whether the kernels can do it: where they are, and nobody looks inside. */
export function runsAtOnce(
  { sparse, tile }: AttentionConfig,
  { position, probe, state, mask }: AttentionInput,
): boolean {
  if (tile !== undefined || (sparse && state)) return false;
  if (!hasAttentionKernel() || addsToScores(position)) return false;
  if (inside.some((name) => probe.wants(name))) return false;
  return state === undefined || (hasCachedAttention() && !isSet(mask));
}

export function attentionAtOnce(
  params: AttentionParams,
  config: AttentionConfig,
  { x, start, position, mask: choice, state }: AttentionInput,
): AttentionOutput {
  const base = rotaryBase(position);
  const { query, key, value, output } = params;
  const plain = [query, key, value, output].every(({ adapter }) => adapter === undefined);
  if (state && base === null && plain && x.shape[0] * x.shape[1] <= fewTokens) {
    const { y, ...next } = cachedAttentionStep(x, params, state, config, start); // [batch, seq, width]
    return { y, state: next };
  }
  const turned = (rows: Tensor3D): Tensor3D =>
    base === null ? rows : fusedRotate(rows, config.headSize, base, start);
  const q = turned(linear(x, params.query)); // [batch, seq, heads x headSize]
  const k = turned(linear(x, params.key)); // [batch, seq, keyValueHeads x headSize]
  const v = linear(x, params.value); // [batch, seq, keyValueHeads x headSize]
  if (state) {
    const { z, ...next } = cachedAttention({ q, k, v }, state, config, start); // [batch, seq, heads x headSize]
    return { y: linear(z, params.output), state: next };
  }
  const mask = isSet(choice) || config.sparse ? paintedMask(config, choice, start, x.shape[1]) : null; // [1 or batch, 1, 1 or query, key]
  const seen = choice.instead ? { ...config, ...freely } : config;
  return { y: linear(fusedAttention(q, k, v, mask, seen), params.output) };
}

function paintedMask(
  config: AttentionConfig,
  choice: MaskChoice,
  start: number,
  length: number,
): Tensor4D | null {
  const positions = Array.from({ length }, (_, index) => start + index);
  return attentionMask(config, choice, start, length, positions);
}
