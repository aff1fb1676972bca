/**
 * Who may look at whom: 1 where a query sees a key, 0 where it does not.
 *
 * causal: a query sees itself and what came before; window: only the last `window` of those, itself included
 * (Mistral, Jiang et al. 2023, https://arxiv.org/abs/2310.06825, section 2); sparse: a pattern of those; padding hides keys that are no tokens;
 * painted is a mask set by hand, `instead` one that takes the place of the two.
 */
import type { AttentionConfig } from '../config.ts';
import { gather, mul, type Tensor4D, tensor } from '../tf.ts';
import { seesKey } from './sparse-patterns.ts';

export interface MaskChoice {
  /** [batch, 1, 1, position], 1 for a token and 0 for padding, of the whole text from position 0 on. */
  readonly padding?: Tensor4D;
  /** [1, 1, query, key], beside causality and window */
  readonly painted?: Tensor4D;
  /** [1, 1, query, key], in their place */
  readonly instead?: Tensor4D;
}

/** Neither causality nor a window. */
export const freely = { causal: false, window: null, sparse: undefined } as const;

/**
 * The mask for queries at `start`, `start + 1`, ... over keys that stand at `keyPositions` (-1: an empty slot of a
 * cache). [1 or batch, 1, query, key], or null where everything is seen.
 */
export function attentionMask(
  config: Pick<AttentionConfig, 'causal' | 'window'> & {
    readonly sparse?: AttentionConfig['sparse'] | undefined;
  },
  choice: MaskChoice,
  start: number,
  queries: number,
  keyPositions: readonly number[],
): Tensor4D | null {
  const { causal, window, sparse } = choice.instead ? freely : config;
  const hidden = causal || window !== null || keyPositions.includes(-1);
  const keys = keyPositions.length;
  let mask: Tensor4D | null = null;
  if (hidden) {
    const seen = new Float32Array(queries * keys);
    for (let query = 0; query < queries; query++) {
      for (let key = 0; key < keys; key++) {
        const position = keyPositions[key] ?? -1;
        const distance = start + query - position;
        const past = causal ? distance >= 0 : true;
        const near = window === null || Math.abs(distance) < window;
        const chosen = !sparse || seesKey(sparse, start + query, position);
        seen[query * keys + key] = position >= 0 && past && near && chosen ? 1 : 0;
      }
    }
    mask = tensor(seen, [1, 1, queries, keys]) as Tensor4D; // [1, 1, query, key]
  }
  const padding = choice.padding && atPositions(choice.padding, keyPositions); // [batch, 1, 1, key]
  for (const other of [padding, choice.painted, choice.instead]) {
    if (other) mask = mask ? (mul(mask, other) as Tensor4D) : other; // [1 or batch, 1, query, key]
  }
  return mask;
}

/** The padding of keys that lie in another order than their positions, as in a cache: [batch, 1, 1, key]. */
function atPositions(padding: Tensor4D, keyPositions: readonly number[]): Tensor4D {
  const inOrder = keyPositions.every((position, key) => position === key);
  if (inOrder && padding.shape[3] === keyPositions.length) return padding;
  const last = Math.max(...keyPositions);
  if (last >= padding.shape[3]) {
    throw new RangeError(`The padding mask covers ${padding.shape[3]} positions, not ${last + 1}.`);
  }
  const slots = keyPositions.map((position) => Math.max(0, position));
  return gather(padding, tensor(slots, [slots.length], 'int32'), 3) as Tensor4D; // [batch, 1, 1, key]
}
