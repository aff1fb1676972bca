/** y = x W + b on the last axis, with the bias added where the product is made, and all three gradients in one kernel. */
import { add, matMul, reshape, type Tensor, type Tensor1D, type Tensor2D, type TensorInfo } from '../tf.ts';
import { multiplyOnHeap } from './mat-mul.ts';
import { at, defineKernel, type Heap, hasHeap, sizeOf } from './wasm/heap.ts';
import { savedAt, withGradient } from './with-gradient.ts';

/** x: [..., inputs], weight: [inputs, outputs], bias: [outputs] -> [..., outputs] */
export function plainLinearMap<T extends Tensor>(x: T, weight: Tensor2D, bias?: Tensor1D): T {
  const [inputs, outputs] = weight.shape;
  const rows = reshape(x, [-1, inputs]); // [rows, inputs]
  const product = matMul(rows, weight); // [rows, outputs]
  const y = bias === undefined ? product : add(product, bias); // [rows, outputs]
  return reshape(y, [...x.shape.slice(0, -1), outputs]) as unknown as T; // [..., outputs]
}

const plain = { transposeA: false, transposeB: false };

const forwardKernel = defineKernel('LinearMap', (heap, [x, weight, bias]) => {
  if (x === undefined || weight === undefined) throw new Error('A linear map lacks a tensor.');
  return [multiplyOnHeap(heap, x, weight, plain, bias)];
});

/** The same numbers as rows: [..., columns] -> [rows, columns] */
function asRows({ shape, ...info }: TensorInfo): TensorInfo {
  const columns = shape[shape.length - 1] ?? 1;
  return { ...info, shape: [sizeOf(shape) / columns, columns] };
}

function columnSums(heap: Heap, x: TensorInfo): TensorInfo {
  const [rows, columns] = x.shape as [number, number];
  const sums = heap.zeros([columns]);
  heap.call('columnSums', heap.address(x), heap.address(sums), rows, columns);
  return sums;
}

/** x, weight, dy -> dx, dWeight and, where there is a bias, dBias. */
const backwardKernel = defineKernel<{ readonly bias: boolean }>(
  'LinearMapGradient',
  (heap, inputs, { bias }) => {
    const [x, weight, dy] = [at(inputs, 0), at(inputs, 1), at(inputs, 2)];
    const dx = multiplyOnHeap(heap, dy, weight, { transposeA: false, transposeB: true }); // [..., inputs]
    const rows = asRows(dy); // [rows, outputs]
    const dWeight = multiplyOnHeap(heap, asRows(x), rows, { transposeA: true, transposeB: false }); // [inputs, outputs]
    return [dx, dWeight, ...(bias ? [columnSums(heap, rows)] : [])];
  },
);

/** x: [..., inputs], weight: [inputs, outputs], bias: [outputs] -> [..., outputs] */
export function linearMap<T extends Tensor>(x: T, weight: Tensor2D, bias?: Tensor1D): T {
  if (!hasHeap()) return plainLinearMap(x, weight, bias);
  const inputs = [x, weight, ...(bias === undefined ? [] : [bias])];
  return withGradient(
    inputs,
    () => ({ value: at(forwardKernel(inputs, null), 0), saved: [x, weight] }),
    (dy, saved) => backwardKernel([savedAt(saved, 0), savedAt(saved, 1), dy], { bias: bias !== undefined }),
  ) as T;
}
