/**
 * f(x W_in + b_in) W_out + b_out in one kernel on WASM, while no gradient is asked for and nobody looks at what lies between: that
 * stays in work space. What it means in plain ops is in `../parts/feed-forward.ts`. For a text that is written token by token
 * the bookkeeping of each op costs more than its arithmetic.
 */
import { engine, type Tensor1D, type Tensor2D, type Tensor3D } from '../tf.ts';
import { multiplyRows } from './mat-mul.ts';
import type { ActivationName } from './wasm/activations.ts';
import { at, defineKernel, hasHeap, sizeOf } from './wasm/heap.ts';

interface Map {
  readonly weight: Tensor2D;
  readonly bias?: Tensor1D;
}

interface Attributes {
  readonly activation: ActivationName;
  /** Whether each of the two maps has a bias; those that there are come last. */
  readonly biases: readonly [boolean, boolean];
}

/** x, W_in, W_out, biases -> y. */
const kernel = defineKernel<Attributes>('FeedForward', (heap, inputs, { activation, biases }) => {
  const [x, first, second, ...rest] = [at(inputs, 0), at(inputs, 1), at(inputs, 2), ...inputs.slice(3)];
  const [width, hidden] = [at(first.shape, 0), at(first.shape, 1)];
  const [columns, rows] = [at(second.shape, 1), sizeOf(x.shape) / width];
  const y = heap.output([...x.shape.slice(0, -1), columns]);
  const between = heap.scratch(4 * rows * hidden + 32, 'hidden'); // [rows, hidden]; products may read a little over the end.
  const biasIn = biases[0] ? heap.address(at(rest, 0)) : 0;
  const biasOut = biases[1] ? heap.address(at(rest, biases[0] ? 1 : 0)) : 0;
  const into = { a: heap.address(x), b: heap.address(first), c: between, bias: biasIn };
  multiplyRows(heap, 'product', { ...into, rows, columns: hidden, depth: width });
  heap.call(activation, between, between, rows * hidden);
  const out = { a: between, b: heap.address(second), c: heap.address(y), bias: biasOut };
  multiplyRows(heap, 'product', { ...out, rows, columns, depth: hidden });
  return [y];
});

export const hasFeedForwardKernel = (): boolean => hasHeap() && !engine().isTapeOn();

/** x: [batch, seq, width] -> [batch, seq, width] */
export function feedForwardAtOnce(
  x: Tensor3D,
  first: Map,
  second: Map,
  activation: ActivationName,
): Tensor3D {
  const biases = [first.bias, second.bias].flatMap((bias) => (bias === undefined ? [] : [bias]));
  const inputs = [x, first.weight, second.weight, ...biases];
  const given = { activation, biases: [first.bias !== undefined, second.bias !== undefined] as const };
  return at(kernel(inputs, given), 0) as Tensor3D;
}
