/**
 * TensorFlow.js' WASM backend copies the whole tensor out of the heap for each slice of it, so that reading a text
 * piece by piece costs its length squared. Ours takes its place under `slice` and copies the slice alone.
 */
import { getKernel, registerKernel, type TensorInfo, unregisterKernel } from '../tf.ts';
import { type Heap, heapOf } from './wasm/heap.ts';

interface Range {
  readonly begin: readonly number[];
  readonly size: readonly number[];
}

interface Given {
  readonly begin: number | readonly number[];
  readonly size: number | readonly number[] | undefined;
}

/** Numbers that the call left out: it begins at 0, and goes to the end. */
function rangeOf(shape: readonly number[], { begin, size }: Given): Range {
  const listed = (given: number | readonly number[] | undefined) =>
    typeof given === 'number' ? [given] : given;
  const begins = shape.map((_, axis) => listed(begin)?.[axis] ?? 0);
  const sizes = shape.map((whole, axis) => {
    const own = listed(size)?.[axis] ?? -1;
    return own < 0 ? whole - (begins[axis] ?? 0) : own;
  });
  return { begin: begins, size: sizes };
}

/** Calls `visit` with the place of each row, in numbers, of the axes before `axis`. */
function eachRow(
  shape: readonly number[],
  { begin, size }: Range,
  axis: number,
  visit: (from: number) => void,
): void {
  const strides = shape.map((_, own) => shape.slice(own + 1).reduce((product, one) => product * one, 1));
  const walk = (own: number, from: number): void => {
    if (own === axis) {
      visit(from);
      return;
    }
    for (let index = 0; index < (size[own] ?? 0); index++)
      walk(own + 1, from + ((begin[own] ?? 0) + index) * (strides[own] ?? 0));
  };
  walk(0, 0);
}

function sliceOnHeap(heap: Heap, x: TensorInfo, range: Range): TensorInfo {
  const y = heap.output(range.size, x.dtype);
  // The last axes that are taken whole are one run; the axis before them is a row of runs.
  let whole = x.shape.length - 1;
  while (whole > 0 && range.size[whole] === x.shape[whole]) whole--;
  const inner = x.shape.slice(whole + 1).reduce((product, one) => product * one, 1);
  const run = (range.size[whole] ?? 1) * inner;
  const stride = (x.shape[whole] ?? 1) * inner;
  const rowAxis = Math.max(0, whole - 1);
  const rows = whole === 0 ? 1 : (range.size[rowAxis] ?? 1);
  const firstRow = whole === 0 ? 0 : (range.begin[rowAxis] ?? 0);
  const offset = firstRow * stride + (range.begin[whole] ?? 0) * inner;
  let to = heap.address(y);
  eachRow(x.shape, range, rowAxis, (from) => {
    heap.call('copyRows', heap.address(x) + 4 * (from + offset), to, rows, run, 4 * stride, 4 * run);
    to += 4 * rows * run;
  });
  return y;
}

const stock = getKernel('Slice', 'wasm');
unregisterKernel('Slice', 'wasm');
registerKernel({
  ...stock,
  kernelName: 'Slice',
  backendName: 'wasm',
  kernelFunc: (call) => {
    const { x } = call.inputs as { x: TensorInfo };
    const heap = heapOf(call.backend as object);
    const fourBytes = x.dtype === 'float32' || x.dtype === 'int32';
    if (heap === null || !fourBytes || x.shape.length === 0) return stock.kernelFunc(call);
    return sliceOnHeap(heap, x, rangeOf(x.shape, call.attrs as unknown as Given));
  },
});
