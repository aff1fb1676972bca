/** y = x W + b on rows, with the bias added where the product is made. */
import { add, matMul, sum, type Tensor, type Tensor1D, type Tensor2D } from '../tf.ts';
import { multiplyOnHeap } from './mat-mul.ts';
import { at, defineKernel, hasHeap } from './wasm/heap.ts';
import { savedAt, withGradient } from './with-gradient.ts';

/** x: [rows, inputs], weight: [inputs, outputs], bias: [outputs] -> [rows, outputs] */
export function plainLinearMap(x: Tensor2D, weight: Tensor2D, bias?: Tensor1D): Tensor2D {
  const product = matMul(x, weight) as Tensor2D; // [rows, outputs]
  return bias === undefined ? product : (add(product, bias) as Tensor2D); // [rows, outputs]
}

const forwardKernel = defineKernel('LinearMap', (heap, inputs) => {
  const [x, weight, bias] = [at(inputs, 0), at(inputs, 1), at(inputs, 2)];
  return [multiplyOnHeap(heap, x, weight, { transposeA: false, transposeB: false }, bias)];
});

const columnSumsKernel = defineKernel('ColumnSums', (heap, inputs) => {
  const x = at(inputs, 0);
  const [rows, columns] = x.shape as [number, number];
  const sums = heap.zeros([columns]);
  heap.call('columnSums', heap.address(x), heap.address(sums), rows, columns);
  return [sums];
});

/** x: [rows, columns] -> [columns] */
export function columnSums(x: Tensor2D): Tensor1D {
  return (hasHeap() ? at(columnSumsKernel([x], null), 0) : sum(x, 0)) as Tensor1D;
}

/** x: [rows, inputs], weight: [inputs, outputs], bias: [outputs] -> [rows, outputs] */
export function linearMap(x: Tensor2D, weight: Tensor2D, bias?: Tensor1D): Tensor2D {
  if (bias === undefined || !hasHeap()) return plainLinearMap(x, weight, bias);
  return withGradient(
    [x, weight, bias],
    () => ({ value: at(forwardKernel([x, weight, bias], null), 0), saved: [x, weight] }),
    (dy, saved) => {
      const dx: Tensor = matMul(dy, savedAt(saved, 1), false, true); // [rows, inputs]
      const dWeight: Tensor = matMul(savedAt(saved, 0), dy, true, false); // [inputs, outputs]
      return [dx, dWeight, columnSums(dy as Tensor2D)];
    },
  ) as Tensor2D;
}
