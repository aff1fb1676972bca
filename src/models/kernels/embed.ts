/**
 * The embedding of tokens: rows of a table. The gradient adds each row's gradient to the row that it came from,
 * for which WASM has no op (UnsortedSegmentSum): there it is a kernel of our own, elsewhere a product with one-hot rows.
 */
import { gather, matMul, oneHot, reshape, type Tensor, type Tensor2D } from '../tf.ts';
import { at, checkIds, defineKernel, hasHeap, sizeOf } from './wasm/heap.ts';
import { withGradient } from './with-gradient.ts';

/** table: [vocabulary, width], ids: int32 [...] -> [..., width] */
export function plainEmbed(table: Tensor2D, ids: Tensor): Tensor {
  const rows = oneHot(reshape(ids, [ids.size]), table.shape[0]); // [tokens, vocabulary]
  return reshape(matMul(rows, table), [...ids.shape, table.shape[1]]); // [..., width]
}

/** dy: [..., width] -> [vocabulary, width] */
function plainEmbedGradient(dy: Tensor, ids: Tensor, vocabulary: number): Tensor {
  const rows = oneHot(reshape(ids, [ids.size]), vocabulary); // [tokens, vocabulary]
  return matMul(rows, reshape(dy, [ids.size, -1]), true, false); // [vocabulary, width]
}

/** table, ids -> rows. */
const forwardKernel = defineKernel('Embed', (heap, inputs) => {
  const [table, ids] = [at(inputs, 0), at(inputs, 1)];
  const [vocabulary, width] = table.shape as [number, number];
  checkIds(heap.integers(ids), vocabulary);
  const y = heap.output([...ids.shape, width]);
  heap.call('pickRows', heap.address(table), heap.address(ids), heap.address(y), sizeOf(ids.shape), width);
  return [y];
});

/** dy, ids -> the gradient of a table of so many rows. */
const backwardKernel = defineKernel<number>('EmbedGradient', (heap, inputs, vocabulary) => {
  const [dy, ids] = [at(inputs, 0), at(inputs, 1)];
  const width = dy.shape[dy.shape.length - 1] ?? 1;
  const dTable = heap.zeros([vocabulary, width]);
  heap.call('addToRows', heap.address(dy), heap.address(ids), heap.address(dTable), sizeOf(ids.shape), width);
  return [dTable];
});

/** table: [vocabulary, width], ids: int32 [...] -> [..., width] */
export function embed<T extends Tensor>(table: Tensor2D, ids: Tensor): T {
  const ours = hasHeap();
  const vocabulary = table.shape[0];
  return withGradient(
    [table],
    () => ({ value: ours ? at(forwardKernel([table, ids], null), 0) : gather(table, ids), saved: [ids] }),
    (dy, [kept = ids]) =>
      ours ? at(backwardKernel([dy, kept], vocabulary), 0) : plainEmbedGradient(dy, kept, vocabulary),
  ) as T;
}
