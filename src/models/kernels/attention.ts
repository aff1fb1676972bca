/**
 * Attention of all heads in one kernel on WASM, without a probe's view of its inside; `attend` in `../parts/attention.ts`
 * says in plain ops what it means, and the numbers are the same. Heads are read and written where they lie side by
 * side, so that nothing is transposed. Queries are taken 32 at a time, and of the keys only the stretch that some
 * of them may see is looked at: causality saves up to half of the work, a window all but its width.
 *
 * | code    | symbol                                                         |
 * | ------- | -------------------------------------------------------------- |
 * | pattern | softmax(Q K^T / sqrt(d_k)), the seen stretches one after another |
 */
import { engine, type Tensor, type Tensor3D, type Tensor4D, type TensorInfo } from '../tf.ts';
import { at, defineKernel, type Heap, hasHeap } from './wasm/heap.ts';
import { ontoC } from './wasm/matrix-product.ts';
import { scratchBytes } from './wasm/panels.ts';
import { savedAt, withGradient } from './with-gradient.ts';

export interface AttentionChoice {
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly headSize: number;
  readonly scaled: boolean;
  readonly causal: boolean;
  /** How many positions a query sees, itself included; null: all. */
  readonly window: number | null;
}

/** Queries of one stretch of keys. */
export const blockRows = 32;

/** The stretch of keys that the queries from `first` on may see, on borders that keep the order of every sum. */
interface Block {
  readonly first: number;
  readonly rows: number;
  readonly low: number;
  readonly width: number;
}

/** `offset`: the place among the keys of the first query. */
export function blocksOf(choice: AttentionChoice, queries: number, keys: number, offset: number): Block[] {
  const { causal, window } = choice;
  const blocks: Block[] = [];
  for (let first = 0; first < queries; first += blockRows) {
    const rows = Math.min(blockRows, queries - first);
    const [from, to] = [offset + first, offset + first + rows];
    const low = window === null ? 0 : Math.max(0, from - window + 1);
    const high = causal ? to : window === null ? keys : to - 1 + window;
    const start = low - (low % 4);
    blocks.push({ first, rows, low: start, width: Math.min(keys, 8 * Math.ceil(high / 8)) - start });
  }
  return blocks;
}

const patternSize = (blocks: readonly Block[]): number =>
  blocks.reduce((sum, { rows, width }) => sum + rows * width, 0);

/** Where the 1 and 0 of a block's queries and keys lie. */
interface Sight {
  readonly address: number;
  /** Bytes from one query to the next. */
  readonly stride: number;
}

/** 1 where a query sees a key by causality and window: the same for every block, read from another column on. */
export function geometry(heap: Heap, { causal, window }: AttentionChoice, queries: number, keys: number) {
  const columns = 2 * keys + 8;
  const rows = Math.min(queries, blockRows);
  const address = heap.scratch(4 * rows * columns, 'sight');
  const seen = heap.scratchFloats(address, rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const ahead = column - keys - row;
      const past = causal ? ahead <= 0 : true;
      seen[row * columns + column] = past && (window === null || Math.abs(ahead) < window) ? 1 : 0;
    }
  }
  return (block: Block, offset: number): Sight => ({
    address: address + 4 * (block.low - offset - block.first + keys),
    stride: 4 * columns,
  });
}

/** The same from a mask of [1 or batch, 1, 1 or query, key]. */
function painted(heap: Heap, mask: TensorInfo, keys: number) {
  const [batch = 1, , queries = 1] = mask.shape;
  const address = heap.address(mask);
  return (block: Block, text: number): Sight => {
    const row = (batch === 1 ? 0 : text) * queries + (queries === 1 ? 0 : block.first);
    return { address: address + 4 * (row * keys + block.low), stride: queries === 1 ? 0 : 4 * keys };
  };
}

/** The numbers of one head: the address of its first, and bytes from one position to the next. */
interface Rows {
  readonly address: number;
  readonly stride: number;
}

interface HeadSizes {
  readonly headSize: number;
  readonly blocks: readonly Block[];
}

/** z of one head; `pattern` is where its stretches go, all of them or, where `keep` is not set, each over the last. */
export function attendHead(
  heap: Heap,
  { q, k, v, z }: Readonly<Record<'q' | 'k' | 'v' | 'z', Rows>>,
  { blocks, headSize }: HeadSizes,
  sight: (block: Block) => Sight | null,
  pattern: { readonly address: number; readonly keep: boolean },
  scratch: number,
): void {
  let weights = pattern.address;
  for (const block of blocks) {
    const { first, rows, low, width } = block;
    const [queries, keys] = [q.address + first * q.stride, k.address + low * k.stride];
    if (rows === 1) {
      heap.call('rowDots', queries, keys, weights, 0, width, headSize, k.stride);
    } else {
      const strides = [q.stride, k.stride, 4 * width];
      heap.call(
        'productOfTransposedB',
        queries,
        keys,
        weights,
        0,
        rows,
        width,
        headSize,
        ...strides,
        scratch,
      );
    }
    const seen = sight(block);
    heap.call('maskedSoftmax', weights, seen?.address ?? 0, weights, rows, width, seen?.stride ?? 0);
    const [values, to] = [v.address + low * v.stride, z.address + first * z.stride];
    if (rows === 1) heap.call('rowProduct', weights, values, to, 0, headSize, width, v.stride);
    else {
      const strides = [4 * width, v.stride, z.stride];
      heap.call('product', weights, values, to, 0, rows, headSize, width, ...strides, scratch);
    }
    if (pattern.keep) weights += 4 * rows * width;
  }
}

/** q, k, v: [batch, seq, heads x headSize] of each; what they share. */
function sizesOf(q: TensorInfo, k: TensorInfo, choice: AttentionChoice) {
  const [batch, queries, keys] = [at(q.shape, 0), at(q.shape, 1), at(k.shape, 1)];
  const { heads, keyValueHeads, headSize, scaled } = choice;
  const [queryStride, keyStride] = [4 * heads * headSize, 4 * keyValueHeads * headSize];
  const factor = scaled ? 1 / Math.sqrt(headSize) : 1;
  return { batch, queries, keys, queryStride, keyStride, factor, group: heads / keyValueHeads };
}

interface ForwardAttributes {
  readonly choice: AttentionChoice;
  /** Whether a gradient will need the pattern. */
  readonly keep: boolean;
}

/** q, k, v and perhaps a mask -> z: [batch, query, heads x headSize] and the pattern, where it is kept. */
const forwardKernel = defineKernel<ForwardAttributes>('Attention', (heap, inputs, { choice, keep }) => {
  const [q, k, v, mask] = [at(inputs, 0), at(inputs, 1), at(inputs, 2), inputs[3]];
  const { batch, queries, keys, queryStride, keyStride, factor, group } = sizesOf(q, k, choice);
  const { heads, headSize } = choice;
  const blocks = blocksOf(choice, queries, keys, 0);
  const z = heap.output([batch, queries, heads * headSize]);
  const ofHead = patternSize(blocks);
  const pattern = keep ? heap.output([batch, heads, ofHead]) : null;
  const scratch = heap.scratch(scratchBytes(Math.max(keys, headSize)));
  // The queries of a head, scaled, then one stretch of weights.
  const scaled = heap.scratch(4 * (queries * headSize + blockRows * keys + 8), 'attention');
  const work = scaled + 4 * queries * headSize;
  const seen = mask ? painted(heap, mask, keys) : geometry(heap, choice, queries, keys);
  const open = !mask && !choice.causal && choice.window === null;
  for (let index = 0; index < batch * heads; index++) {
    const [text, head] = [Math.floor(index / heads), index % heads];
    const ofQuery = text * queries * queryStride + 4 * head * headSize;
    const ofKey = text * keys * keyStride + 4 * Math.floor(head / group) * headSize;
    const from = heap.address(q) + ofQuery;
    heap.call('scaleRows', from, scaled, queries, headSize, queryStride, 4 * headSize, factor);
    attendHead(
      heap,
      {
        q: { address: scaled, stride: 4 * headSize },
        k: { address: heap.address(k) + ofKey, stride: keyStride },
        v: { address: heap.address(v) + ofKey, stride: keyStride },
        z: { address: heap.address(z) + ofQuery, stride: queryStride },
      },
      { headSize, blocks },
      (block) => (open ? null : seen(block, mask ? text : 0)),
      pattern ? { address: heap.address(pattern) + 4 * index * ofHead, keep } : { address: work, keep },
      scratch,
    );
  }
  return pattern ? [z, pattern] : [z];
});

/** q, k, v, the kept pattern, dz -> dq, dk, dv. */
const backwardKernel = defineKernel<AttentionChoice>('AttentionGradient', (heap, inputs, choice) => {
  const [q, k, v, pattern, dz] = [0, 1, 2, 3, 4].map((index) => at(inputs, index)) as FiveTensors;
  const { batch, queries, keys, queryStride, keyStride, factor, group } = sizesOf(q, k, choice);
  const { heads, headSize } = choice;
  const blocks = blocksOf(choice, queries, keys, 0);
  const [dq, dk, dv] = [heap.output(q.shape), heap.zeros(k.shape), heap.zeros(v.shape)];
  const scratch = heap.scratch(scratchBytes(Math.max(keys, headSize)));
  const scaled = heap.scratch(4 * (queries * headSize + blockRows * keys + 8), 'attention');
  const dScores = scaled + 4 * queries * headSize;
  const ofHead = 4 * headSize;
  let weights = heap.address(pattern);
  for (let index = 0; index < batch * heads; index++) {
    const [text, head] = [Math.floor(index / heads), index % heads];
    const ofQuery = text * queries * queryStride + head * ofHead;
    const ofKey = text * keys * keyStride + Math.floor(head / group) * ofHead;
    heap.call('scaleRows', heap.address(q) + ofQuery, scaled, queries, headSize, queryStride, ofHead, factor);
    for (const { first, rows, low, width } of blocks) {
      const [above, below] = [ofQuery + first * queryStride, ofKey + low * keyStride];
      const [slopes, stride] = [heap.address(dz) + above, 4 * width];
      const product = (name: string, a: number, b: number, c: number, ...rest: number[]) =>
        heap.call(name, a, b, c, ...rest, scratch);
      const ofValues = [0, rows, width, headSize, queryStride, keyStride, stride];
      product('productOfTransposedB', slopes, heap.address(v) + below, dScores, ...ofValues);
      heap.call('softmaxGradient', weights, dScores, dScores, rows, width);
      const ofQueries = [0, rows, headSize, width, stride, keyStride, queryStride];
      product('product', dScores, heap.address(k) + below, heap.address(dq) + above, ...ofQueries);
      const onto = [ontoC, width, headSize, rows, stride];
      const own = scaled + first * ofHead;
      product('productOfTransposedA', dScores, own, heap.address(dk) + below, ...onto, ofHead, keyStride);
      product(
        'productOfTransposedA',
        weights,
        slopes,
        heap.address(dv) + below,
        ...onto,
        queryStride,
        keyStride,
      );
      weights += 4 * rows * width;
    }
    const own = heap.address(dq) + ofQuery;
    heap.call('scaleRows', own, own, queries, headSize, queryStride, queryStride, factor);
  }
  return [dq, dk, dv];
});

type FiveTensors = [TensorInfo, TensorInfo, TensorInfo, TensorInfo, TensorInfo];

/** Whether the kernels below can run. */
export const hasAttentionKernel = hasHeap;

/**
 * q: [batch, query, heads x headSize], k, v: [batch, key, keyValueHeads x headSize], query i standing at key i; mask:
 * [1 or batch, 1, 1 or query, key] with causality and window in it, or null where these are all -> z, as q.
 */
export function fusedAttention(
  q: Tensor3D,
  k: Tensor3D,
  v: Tensor3D,
  mask: Tensor4D | null,
  choice: AttentionChoice,
): Tensor3D {
  const inputs: Tensor[] = [q, k, v, ...(mask ? [mask] : [])];
  const keep = engine().isTapeOn();
  return withGradient(
    [q, k, v],
    () => {
      const [z, pattern] = forwardKernel(inputs, { choice, keep });
      if (z === undefined) throw new Error('The attention kernel answered nothing.');
      return { value: z, saved: pattern ? [q, k, v, pattern] : [] };
    },
    (dz, saved) => {
      const [ownQ, ownK, ownV, pattern] = [0, 1, 2, 3].map((index) => savedAt(saved, index));
      return backwardKernel([ownQ, ownK, ownV, pattern, dz] as Tensor[], choice);
    },
  ) as Tensor3D;
}
