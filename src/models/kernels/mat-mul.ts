/**
 * Matrix products on WASM. TensorFlow.js' own kernel takes a slow path as soon as a matrix is transposed or there
 * is a batch, which is every product of attention and of every gradient; ours takes its place under `matMul`.
 *
 * Its gradient takes the place of the stock one on every backend, so that a weight of one batch may meet a batch of
 * inputs: dA = dC B^T, dB = A^T dC (and so on for transposed ones), summed over what was broadcast.
 */
import {
  getKernel,
  matMul,
  registerGradient,
  registerKernel,
  reshape,
  sum,
  type Tensor,
  type TensorInfo,
  unregisterKernel,
} from '../tf.ts';
import { type Heap, heapOf, sizeOf } from './wasm/heap.ts';
import { productName } from './wasm/matrix-product.ts';
import { scratchBytes } from './wasm/panels.ts';

interface Transposes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** The batch shape of a product, by the rules of broadcasting. */
function broadcastBatch(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const sizeA = a[axis - rank + a.length] ?? 1;
    const sizeB = b[axis - rank + b.length] ?? 1;
    if (sizeA !== sizeB && sizeA !== 1 && sizeB !== 1) {
      throw new Error(`Matrices of batch [${a.join(', ')}] and [${b.join(', ')}] cannot be multiplied.`);
    }
    return sizeA === 1 ? sizeB : sizeA;
  });
}

/** Which matrix of an operand of batch shape `own` belongs to matrix `index` of the batch `whole`. */
function batchIndex(index: number, whole: readonly number[], own: readonly number[]): number {
  let rest = index;
  let result = 0;
  let stride = 1;
  for (let axis = whole.length - 1; axis >= 0; axis--) {
    const size = whole[axis] ?? 1;
    const ownSize = own[axis - whole.length + own.length] ?? 1;
    if (ownSize !== 1) result += (rest % size) * stride;
    stride *= ownSize;
    rest = Math.floor(rest / size);
  }
  return result;
}

const lastTwo = (shape: readonly number[]): [number, number] => [
  shape[shape.length - 2] ?? 1,
  shape[shape.length - 1] ?? 1,
];

/** Below so many rows a tile of the product would stay empty, and panels of B would be used once. */
const fewRows = 4;

interface Operands {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly bias: number;
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
}

/** C = A B (+ bias on each row) of matrices without gaps, by address; zeros where there is no depth. */
export function multiplyRows(
  heap: Heap,
  name: 'product' | 'productOfTransposedA' | 'productOfTransposedB',
  { a, b, c, bias, rows, columns, depth }: Operands,
): void {
  if (rows === 0) return;
  if (depth === 0) {
    heap.scratchFloats(c, rows * columns).fill(0);
    return;
  }
  const strideA = 4 * (name === 'productOfTransposedA' ? rows : depth);
  const strideB = 4 * (name === 'productOfTransposedB' ? depth : columns);
  if (rows < fewRows && name !== 'productOfTransposedA') {
    const one = name === 'product' ? 'rowProduct' : 'rowDots';
    for (let row = 0; row < rows; row++)
      heap.call(one, a + row * strideA, b, c + 4 * row * columns, bias, columns, depth, strideB);
    return;
  }
  const scratch = heap.scratch(scratchBytes(columns));
  heap.call(name, a, b, c, bias, rows, columns, depth, strideA, strideB, 4 * columns, scratch);
}

/** C = A B (+ bias on each row), by matrices: the last two axes. */
export function multiplyOnHeap(
  heap: Heap,
  a: TensorInfo,
  b: TensorInfo,
  { transposeA, transposeB }: Transposes,
  bias?: TensorInfo,
): TensorInfo {
  const [rowsOfA, columnsOfA] = lastTwo(a.shape);
  const [rowsOfB, columnsOfB] = lastTwo(b.shape);
  const [rows, depth] = transposeA ? [columnsOfA, rowsOfA] : [rowsOfA, columnsOfA];
  const [depthOfB, columns] = transposeB ? [columnsOfB, rowsOfB] : [rowsOfB, columnsOfB];
  if (depth !== depthOfB)
    throw new Error(
      `Matrices of shapes [${a.shape.join(', ')}] and [${b.shape.join(', ')}] cannot be multiplied.`,
    );
  const batchA = a.shape.slice(0, -2);
  const batchB = b.shape.slice(0, -2);
  const batch = broadcastBatch(batchA, batchB);
  const c = heap.output([...batch, rows, columns]);
  const scratch = heap.scratch(scratchBytes(columns)); // After the output, since it may move.
  const [startA, startB, startC] = [heap.address(a), heap.address(b), heap.address(c)];
  const startBias = bias === undefined ? 0 : heap.address(bias);
  const name = productName(transposeA, transposeB);
  const [strideA, strideB, strideC] = [4 * columnsOfA, 4 * columnsOfB, 4 * columns];
  const count = sizeOf(batch);
  if (depth === 0) {
    heap.floats(c).fill(0);
  } else if (sizeOf(batchB) === 1 && !transposeA && count * rows < fewRows) {
    const one = transposeB ? 'rowDots' : 'rowProduct';
    for (let row = 0; row < count * rows; row++) {
      heap.call(
        one,
        startA + row * strideA,
        startB,
        startC + row * strideC,
        startBias,
        columns,
        depth,
        strideB,
      );
    }
  } else if (sizeOf(batchB) === 1 && !transposeA) {
    // One B for all: the batch is only more rows.
    heap.call(
      name,
      startA,
      startB,
      startC,
      startBias,
      count * rows,
      columns,
      depth,
      strideA,
      strideB,
      strideC,
      scratch,
    );
  } else {
    for (let index = 0; index < count; index++) {
      const matrixA = startA + batchIndex(index, batch, batchA) * rowsOfA * strideA;
      const matrixB = startB + batchIndex(index, batch, batchB) * rowsOfB * strideB;
      const matrixC = startC + index * rows * strideC;
      heap.call(
        name,
        matrixA,
        matrixB,
        matrixC,
        startBias,
        rows,
        columns,
        depth,
        strideA,
        strideB,
        strideC,
        scratch,
      );
    }
  }
  return c;
}

const stock = getKernel('BatchMatMul', 'wasm');
unregisterKernel('BatchMatMul', 'wasm');
registerKernel({
  ...stock,
  kernelName: 'BatchMatMul',
  backendName: 'wasm',
  kernelFunc: (call) => {
    const { a, b } = call.inputs as { a: TensorInfo; b: TensorInfo };
    const heap = heapOf(call.backend as object);
    if (heap === null || a.dtype !== 'float32' || b.dtype !== 'float32') return stock.kernelFunc(call);
    return multiplyOnHeap(heap, a, b, call.attrs as unknown as Transposes);
  },
});

/** Sums what was broadcast, so that the gradient has the shape of its operand. */
function sumTo(gradient: Tensor, shape: readonly number[]): Tensor {
  let result = gradient;
  if (result.rank > shape.length) {
    result = sum(
      result,
      Array.from({ length: result.rank - shape.length }, (_, axis) => axis),
    );
  }
  const axes = shape.flatMap((size, axis) => (size === 1 && result.shape[axis] !== 1 ? [axis] : []));
  return axes.length === 0 ? result : sum(result, axes, true);
}

/** A matrix under a batch whose other operand is one matrix for all: the batch as more rows. */
const asRows = (x: Tensor): Tensor => reshape(x, [-1, x.shape[x.rank - 1] ?? 1]);

registerGradient({
  kernelName: 'BatchMatMul',
  inputsToSave: ['a', 'b'],
  gradFunc: (dy, saved, attributes) => {
    const [a, b] = saved as [Tensor, Tensor];
    const dC = dy as Tensor;
    const { transposeA, transposeB } = attributes as unknown as Transposes;
    const gradientOfA = (): Tensor =>
      transposeA ? matMul(b, dC, transposeB, true) : matMul(dC, b, false, !transposeB);
    const gradientOfB = (): Tensor => {
      if (sizeOf(b.shape.slice(0, -2)) === 1 && !transposeA) {
        const [rowsA, rowsC] = [asRows(a), asRows(dC)];
        const gradient = transposeB ? matMul(rowsC, rowsA, true, false) : matMul(rowsA, rowsC, true, false);
        return reshape(gradient, b.shape);
      }
      return transposeB ? matMul(dC, a, true, transposeA) : matMul(a, dC, !transposeA, false);
    };
    return { a: () => sumTo(gradientOfA(), a.shape), b: () => sumTo(gradientOfB(), b.shape) };
  },
});
