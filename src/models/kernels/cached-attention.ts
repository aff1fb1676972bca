/**
 * One step of reading with a key-value cache, in one kernel on WASM: the new keys and values go into their slots, and the
 * queries look at what the slots hold. What it means in plain ops is in `../parts/attention-state.ts` and
 * `../parts/attention.ts`. The cache that was given stays as it is, unless it was given up; there is no gradient.
 */
import {
  engine,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  type TensorInfo,
} from '../tf.ts';
import { type AttentionChoice, attendHead, blockRows, blocksOf, geometry } from './attention.ts';
import { multiplyRows } from './mat-mul.ts';
import { at, defineKernel, type Heap, hasHeap, sizeOf } from './wasm/heap.ts';
import { scratchBytes } from './wasm/panels.ts';

interface Attributes {
  readonly choice: AttentionChoice;
  /** How many tokens were read before. */
  readonly start: number;
  /** Whether the cache may be written over. */
  readonly spend: boolean;
}

const givenUp = new WeakSet<Tensor>();

/**
 * Nobody reads these tensors after the next step but to dispose them: what a step writes may go into a cache among them, and
 * the next state then holds the same numbers. Else a text that is written copies all its keys and values at each token.
 */
export function giveUp(tensors: readonly Tensor[]): void {
  for (const tensor of tensors) givenUp.add(tensor);
}

const mayBeSpent = ({ key, value }: { readonly key: Tensor; readonly value: Tensor }): boolean =>
  givenUp.has(key) && givenUp.has(value);

interface CountedBackend {
  incRef(dataId: object): void;
}

/** Another tensor of the same numbers, counted by reference as those of `reshape` are. */
function shared(info: TensorInfo): TensorInfo {
  (engine().backend as unknown as CountedBackend).incRef(info.dataId);
  return { dataId: info.dataId, shape: info.shape, dtype: info.dtype };
}

function copied(heap: Heap, info: TensorInfo): TensorInfo {
  const copy = heap.output(info.shape);
  heap.copy(heap.address(info), heap.address(copy), 4 * sizeOf(info.shape));
  return copy;
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

/** Keys or values of `length` tokens of each text, as rows of all heads side by side: [batch, seq, keyValueHeads x headSize]. */
interface Fresh {
  readonly address: number;
  readonly length: number;
}

/** A cache with the fresh rows in their slots. */
function written(heap: Heap, cache: TensorInfo, fresh: Fresh, start: number, spend: boolean): TensorInfo {
  const [batch, heads, slots, headSize] = cache.shape as [number, number, number, number];
  const { address, length } = fresh;
  const next = spend ? shared(cache) : copied(heap, cache);
  const [row, stride] = [4 * headSize, 4 * heads * headSize];
  const skipped = Math.max(0, length - slots);
  for (let index = 0; index < batch * heads; index++) {
    const [text, head] = [Math.floor(index / heads), index % heads];
    const from = address + (text * length + skipped) * stride + head * row;
    const to = heap.address(next) + index * slots * row;
    moveRing(length - skipped, start + skipped, slots, (done, slot, rows) => {
      heap.call('scaleRows', from + done * stride, to + slot * row, rows, headSize, stride, row, 1);
    });
  }
  return next;
}

/** Where q, k, v of `batch` texts of `length` tokens lie, and where z goes: [batch, seq, heads x headSize] each, k and v of fewer heads. */
interface Step {
  readonly q: number;
  readonly k: number;
  readonly v: number;
  readonly z: number;
  readonly batch: number;
  readonly length: number;
}

/** Writes z; answers with the keys and values after the step. */
function attend(
  heap: Heap,
  { q, k, v, z, batch, length }: Step,
  [keyCache, valueCache]: readonly [TensorInfo, TensorInfo],
  { choice, start, spend }: Attributes,
): [TensorInfo, TensorInfo] {
  const { heads, keyValueHeads, headSize, scaled, window } = choice;
  const slots = at(keyCache.shape, 2);
  // While nothing is overwritten the slots are in the order of the text: they are read where they lie.
  const inOrder = start + length <= slots;
  const nextKeys = written(heap, keyCache, { address: k, length }, start, spend && inOrder);
  const nextValues = written(heap, valueCache, { address: v, length }, start, spend && inOrder);

  const past = Math.min(start, slots);
  const keys = past + length;
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
  const gather = (cache: TensorInfo, fresh: number, text: number, head: number, to: number): number => {
    const from = heap.address(cache) + (text * keyValueHeads + head) * slots * row;
    moveRing(past, start - past, slots, (done, slot, rows) => {
      heap.copy(from + slot * row, to + done * row, rows * row);
    });
    const own = fresh + text * length * keyStride + head * row;
    heap.call('scaleRows', own, to + past * row, length, headSize, keyStride, row, 1);
    return to;
  };
  for (let index = 0; index < batch * heads; index++) {
    const [text, head] = [Math.floor(index / heads), index % heads];
    const ofQuery = text * length * stride + head * row;
    const own = Math.floor((head * keyValueHeads) / heads);
    const lying = (text * keyValueHeads + own) * slots * row;
    const [keyRows, valueRows] = inOrder
      ? [heap.address(nextKeys) + lying, heap.address(nextValues) + lying]
      : [gather(keyCache, k, text, own, gathered), gather(valueCache, v, text, own, gathered + keys * row)];
    heap.call('scaleRows', q + ofQuery, queries, length, headSize, stride, row, factor);
    attendHead(
      heap,
      {
        q: { address: queries, stride: row },
        k: { address: keyRows, stride: row },
        v: { address: valueRows, stride: row },
        z: { address: z + ofQuery, stride },
      },
      { headSize, blocks },
      (block) => (open ? null : seen(block, past)),
      { address: weights, keep: false },
      scratch,
    );
  }
  return [nextKeys, nextValues];
}

/** q, k, v, the cache's keys and values -> z, and the keys and values after the step. */
const kernel = defineKernel<Attributes>('CachedAttention', (heap, inputs, attributes) => {
  const [q, k, v, keyCache, valueCache] = [0, 1, 2, 3, 4].map((index) => at(inputs, index)) as FiveTensors;
  const { heads, headSize } = attributes.choice;
  const [batch, length] = [at(q.shape, 0), at(q.shape, 1)];
  const z = heap.output([batch, length, heads * headSize]);
  const [ofQ, ofK, ofV, ofZ] = [q, k, v, z].map((one) => heap.address(one)) as [
    number,
    number,
    number,
    number,
  ];
  const step = { q: ofQ, k: ofK, v: ofV, z: ofZ, batch, length };
  return [z, ...attend(heap, step, [keyCache, valueCache], attributes)];
});

interface StepAttributes extends Attributes {
  /** Whether the maps to q, k, v and from z have a bias; those that there are come last. */
  readonly biases: readonly boolean[];
}

/** The same from x on, and up to the output of the layer: x, the cache's keys and values, W_q, W_k, W_v, W_o, biases. */
const stepKernel = defineKernel<StepAttributes>('CachedAttentionStep', (heap, inputs, attributes) => {
  const [x, keyCache, valueCache, ...rest] = inputs as [TensorInfo, TensorInfo, TensorInfo, ...TensorInfo[]];
  const weights = rest.slice(0, 4);
  let given = 4;
  const biases = attributes.biases.map((is) => (is ? heap.address(at(rest, given++)) : 0));
  const [batch, length, width] = x.shape as [number, number, number];
  const rows = batch * length;
  const columns = weights.map((weight) => at(weight.shape, 1));
  const y = heap.output([batch, length, at(columns, 3)]);
  // q, k, v and z, one behind the other, each [batch, seq, its columns]; products may read a little over the end.
  const sizes = [at(columns, 0), at(columns, 1), at(columns, 2), at(columns, 0)].map(
    (count) => 4 * rows * count,
  );
  const between = heap.scratch(
    sizes.reduce((total, size) => total + size, 32),
    'hidden',
  );
  const places = sizes.map((_, index) =>
    sizes.slice(0, index).reduce((total, size) => total + size, between),
  );
  const [q, k, v, z] = places as [number, number, number, number];
  const product = (index: number, a: number, c: number, depth: number) =>
    multiplyRows(heap, 'product', {
      ...{ a, b: heap.address(at(weights, index)), c, bias: at(biases, index) },
      ...{ rows, columns: at(columns, index), depth },
    });
  [q, k, v].forEach((to, index) => {
    product(index, heap.address(x), to, width);
  });
  const next = attend(heap, { q, k, v, z, batch, length }, [keyCache, valueCache], attributes);
  product(3, z, heap.address(y), at(columns, 0));
  return [y, ...next];
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
  const made: Tensor[] = kernel([q, k, v, cache.key, cache.value], {
    choice,
    start,
    spend: mayBeSpent(cache),
  });
  const [z, key, value] = [at(made, 0), at(made, 1), at(made, 2)];
  return { z: z as Tensor3D, key: key as Tensor4D, value: value as Tensor4D };
}

interface Map {
  readonly weight: Tensor2D;
  readonly bias?: Tensor1D;
}

/** From x to the output of the layer: [batch, seq, width] both; for few tokens, of which the work space holds q, k, v and z. */
export function cachedAttentionStep(
  x: Tensor3D,
  maps: Readonly<Record<'query' | 'key' | 'value' | 'output', Map>>,
  cache: { readonly key: Tensor4D; readonly value: Tensor4D },
  choice: AttentionChoice,
  start: number,
): { readonly y: Tensor3D; readonly key: Tensor4D; readonly value: Tensor4D } {
  const four = [maps.query, maps.key, maps.value, maps.output];
  const biases = four.map(({ bias }) => bias !== undefined);
  const there = four.flatMap(({ bias }) => (bias === undefined ? [] : [bias]));
  const inputs = [x, cache.key, cache.value, ...four.map(({ weight }) => weight), ...there];
  const made: Tensor[] = stepKernel(inputs, { choice, start, spend: mayBeSpent(cache), biases });
  return { y: at(made, 0) as Tensor3D, key: at(made, 1) as Tensor4D, value: at(made, 2) as Tensor4D };
}
