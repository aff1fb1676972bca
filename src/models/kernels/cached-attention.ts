/**
 * One step of reading with a key-value cache, in one kernel on WASM: the new keys and values go into their slots, and the
 * queries look at what the slots hold. What it means in plain ops is in `../parts/attention-state.ts` and
 * `../parts/attention.ts`. The cache that was given stays as it is; there is no gradient.
 */
import { engine, type Tensor, type Tensor3D, type Tensor4D, type TensorInfo } from '../tf.ts';
import { type AttentionChoice, attendHead, blockRows, blocksOf, geometry } from './attention.ts';
import { at, defineKernel, type Heap, hasHeap, sizeOf } from './wasm/heap.ts';
import { scratchBytes } from './wasm/panels.ts';

interface Attributes {
  readonly choice: AttentionChoice;
  /** How many tokens were read before. */
  readonly start: number;
}

/** Rows of one head on their way between the text's order and the slots of a ring, in as few pieces as there are. */
function moveRing(
  count: number,
  firstPosition: number,
  slots: number,
  move: (done: number, slot: number, rows: number) => void,
): void {
  for (let done = 0; done < count; ) {
    const slot = (firstPosition + done) % slots;
    const rows = Math.min(count - done, slots - slot);
    move(done, slot, rows);
    done += rows;
  }
}

/** A cache with the rows of `fresh` ([batch, seq, keyValueHeads x headSize]) in their slots. */
function written(heap: Heap, cache: TensorInfo, fresh: TensorInfo, start: number): TensorInfo {
  const [batch, heads, slots, headSize] = cache.shape as [number, number, number, number];
  const length = at(fresh.shape, 1);
  const next = heap.output(cache.shape);
  heap.copy(heap.address(cache), heap.address(next), 4 * sizeOf(cache.shape));
  const [row, stride] = [4 * headSize, 4 * heads * headSize];
  const skipped = Math.max(0, length - slots);
  for (let index = 0; index < batch * heads; index++) {
    const [text, head] = [Math.floor(index / heads), index % heads];
    const from = heap.address(fresh) + (text * length + skipped) * stride + head * row;
    const to = heap.address(next) + index * slots * row;
    moveRing(length - skipped, start + skipped, slots, (done, slot, rows) => {
      heap.call('scaleRows', from + done * stride, to + slot * row, rows, headSize, stride, row, 1);
    });
  }
  return next;
}

/** q, k, v, the cache's keys and values -> z, and the keys and values after the step. */
const kernel = defineKernel<Attributes>('CachedAttention', (heap, inputs, { choice, start }) => {
  const [q, k, v, keyCache, valueCache] = [0, 1, 2, 3, 4].map((index) => at(inputs, index)) as FiveTensors;
  const { heads, keyValueHeads, headSize, scaled, window } = choice;
  const [batch, length, slots] = [at(q.shape, 0), at(q.shape, 1), at(keyCache.shape, 2)];
  const nextKeys = written(heap, keyCache, k, start);
  const nextValues = written(heap, valueCache, v, start);
  const z = heap.output([batch, length, heads * headSize]);

  const past = Math.min(start, slots);
  const keys = past + length;
  // While nothing was overwritten the slots are in the order of the text: they are read where they lie.
  const inOrder = start + length <= slots;
  const [row, stride, keyStride] = [4 * headSize, 4 * heads * headSize, 4 * keyValueHeads * headSize];
  const scratch = heap.scratch(scratchBytes(Math.max(keys, headSize)));
  const queries = heap.scratch(4 * (length * headSize + blockRows * keys + 8) + 2 * keys * row, 'attention');
  const weights = queries + length * row;
  const gathered = weights + 4 * (blockRows * keys + 8);
  const blocks = blocksOf(choice, length, keys, past);
  const seen = geometry(heap, choice, length, keys);
  const open = length === 1 && window === null;
  const factor = scaled ? 1 / Math.sqrt(headSize) : 1;

  /** The keys or values of a head in the order of the text. */
  const gather = (cache: TensorInfo, fresh: TensorInfo, text: number, head: number, to: number): number => {
    const from = heap.address(cache) + (text * keyValueHeads + head) * slots * row;
    moveRing(past, start - past, slots, (done, slot, rows) => {
      heap.copy(from + slot * row, to + done * row, rows * row);
    });
    const own = heap.address(fresh) + text * length * keyStride + head * row;
    heap.call('scaleRows', own, to + past * row, length, headSize, keyStride, row, 1);
    return to;
  };
  for (let index = 0; index < batch * heads; index++) {
    const [text, head] = [Math.floor(index / heads), index % heads];
    const ofQuery = text * length * stride + head * row;
    const shared = Math.floor((head * keyValueHeads) / heads);
    const lying = (text * keyValueHeads + shared) * slots * row;
    const [keyRows, valueRows] = inOrder
      ? [heap.address(nextKeys) + lying, heap.address(nextValues) + lying]
      : [
          gather(keyCache, k, text, shared, gathered),
          gather(valueCache, v, text, shared, gathered + keys * row),
        ];
    heap.call('scaleRows', heap.address(q) + ofQuery, queries, length, headSize, stride, row, factor);
    attendHead(
      heap,
      {
        q: { address: queries, stride: row },
        k: { address: keyRows, stride: row },
        v: { address: valueRows, stride: row },
        z: { address: heap.address(z) + ofQuery, stride },
      },
      { headSize, blocks },
      (block) => (open ? null : seen(block, past)),
      { address: weights, keep: false },
      scratch,
    );
  }
  return [z, nextKeys, nextValues];
});

type FiveTensors = [TensorInfo, TensorInfo, TensorInfo, TensorInfo, TensorInfo];

/** Whether the kernel can run here and now. */
export const hasCachedAttention = (): boolean => hasHeap() && !engine().isTapeOn();

export interface CachedAttention {
  /** [batch, query, heads x headSize] */
  readonly z: Tensor3D;
  /** [batch, keyValueHeads, slots, headSize] each */
  readonly key: Tensor4D;
  readonly value: Tensor4D;
}

/**
 * q: [batch, query, heads x headSize], k, v: [batch, query, keyValueHeads x headSize] of the tokens from `start` on;
 * key, value: the cache, [batch, keyValueHeads, slots, headSize].
 */
export function cachedAttention(
  { q, k, v }: { readonly q: Tensor3D; readonly k: Tensor3D; readonly v: Tensor3D },
  cache: { readonly key: Tensor4D; readonly value: Tensor4D },
  choice: AttentionChoice,
  start: number,
): CachedAttention {
  const made: Tensor[] = kernel([q, k, v, cache.key, cache.value], { choice, start });
  const [z, key, value] = [at(made, 0), at(made, 1), at(made, 2)];
  return { z: z as Tensor3D, key: key as Tensor4D, value: value as Tensor4D };
}
