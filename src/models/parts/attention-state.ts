/**
 * The key-value cache of one attention layer: keys and values of tokens already read, in a fixed number of slots, so
 * that no shape changes while a text is written (on WebGL a new shape compiles a new shader). With a window the
 * slots are a ring: position p lies in slot p mod slots (Mistral's rolling buffer, Jiang et al. 2023, section 2).
 */
import type { AttentionConfig } from '../config.ts';
import { add, matMul, mul, reshape, type Tensor3D, type Tensor4D, tensor, zeros } from '../tf.ts';

export type AttentionState = {
  /** [batch, keyValueHeads, slots, headSize] */
  readonly key: Tensor4D;
  /** [batch, keyValueHeads, slots, headSize] */
  readonly value: Tensor4D;
};

export function emptyAttentionState(config: AttentionConfig, batch: number, context: number): AttentionState {
  // The newest token brings its own key along, so a window of W needs W - 1 slots.
  const slots = config.window === null ? context : Math.max(1, Math.min(context, config.window - 1));
  const shape: [number, number, number, number] = [batch, config.keyValueHeads, slots, config.headSize];
  return { key: zeros(shape), value: zeros(shape) };
}

/** The position that each slot holds when `written` tokens have been read; -1 for an empty slot. */
export function cachePositions(slots: number, written: number): number[] {
  return Array.from({ length: slots }, (_, slot) => {
    const rounds = Math.ceil((written - slot) / slots);
    return rounds <= 0 ? -1 : (rounds - 1) * slots + slot;
  });
}

/** The state after `k` and `v` ([batch, keyValueHeads, seq, headSize]) of the positions from `start` on are written. */
export function writeCache(state: AttentionState, k: Tensor4D, v: Tensor4D, start: number): AttentionState {
  const write = slotWriter(state.key.shape[2], k.shape[2], start);
  return { key: write(state.key, k), value: write(state.value, v) };
}

/** What puts `length` fresh rows of the positions from `start` on into a cache of so many slots; both: [batch, heads, rows, size]. */
export function slotWriter(
  slots: number,
  length: number,
  start: number,
): (cache: Tensor4D, fresh: Tensor4D) => Tensor4D {
  const placement = new Float32Array(slots * length);
  const keep = new Float32Array(slots).fill(1);
  for (let index = Math.max(0, length - slots); index < length; index++) {
    const slot = (start + index) % slots;
    placement[slot * length + index] = 1;
    keep[slot] = 0;
  }
  const place = tensor(placement, [1, slots, length]) as Tensor3D; // [1, slots, seq]
  const kept = tensor(keep, [1, slots, 1]) as Tensor3D; // [1, slots, 1]
  return (cache, fresh) => {
    const [batch, heads, , headSize] = cache.shape;
    const old = mul(reshape(cache, [batch * heads, slots, headSize]), kept); // [batch x heads, slots, headSize]
    const placed = matMul(place, reshape(fresh, [batch * heads, length, headSize])); // [batch x heads, slots, headSize]
    return reshape(add(old, placed), cache.shape) as Tensor4D; // [batch, heads, slots, headSize]
  };
}
