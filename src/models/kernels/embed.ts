/**
 * The embedding of tokens: rows of a table. The gradient adds each row's gradient to the row that it came from,
 * for which WASM has no op (UnsortedSegmentSum): there it is a product with one-hot rows, or a kernel of our own.
 */
import { matMul, oneHot, reshape, type Tensor, type Tensor2D } from '../tf.ts';

/** table: [vocabulary, width], ids: int32 [...] -> [..., width] */
export function plainEmbed(table: Tensor2D, ids: Tensor): Tensor {
  const rows = oneHot(reshape(ids, [ids.size]), table.shape[0]); // [tokens, vocabulary]
  return reshape(matMul(rows, table), [...ids.shape, table.shape[1]]); // [..., width]
}

/** table: [vocabulary, width], ids: int32 [...] -> [..., width] */
export function embed<T extends Tensor>(table: Tensor2D, ids: Tensor): T {
  return plainEmbed(table, ids) as T;
}
