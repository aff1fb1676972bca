/**
 * What a mixture of experts needs to run an expert on its own tokens alone, where kernels may look at numbers: on WASM and
 * cpu, as loops over memory. Tokens are lined up expert by expert, so that each expert's rows lie together; a token
 * that came to a full expert has no seat. `runAll` in `../parts/moe.ts` says in plain ops what comes out.
 *
 * | code         | meaning                                                             |
 * | ------------ | ------------------------------------------------------------------- |
 * | seatOfChoice | the row of each choice in the line, or -1: [tokens, chosen]         |
 * | tokenOfSeat  | the token on each row, or -1: [tokens x chosen]                     |
 * | starts       | the first row of each expert, and the end: [experts + 1]            |
 *
 * All three are whole numbers as float32, and have no gradient.
 */
import { engine, getKernel, type Tensor, type Tensor1D, type Tensor2D, type TensorInfo } from '../tf.ts';
import {
  combineGradientKernel,
  combineKernel,
  dispatchGradientKernel,
  dispatchKernel,
  groupedMapGradientKernel,
  groupedMapKernel,
  lineUpKernel,
  registerExpertLoops,
} from './loop/experts.ts';
import { multiplyRows } from './mat-mul.ts';
import { at, defineKernel, type Heap, hasHeap } from './wasm/heap.ts';
import { savedAt, withGradient } from './with-gradient.ts';

registerExpertLoops();

/** Whether the backend of this moment has these kernels. */
export const hasExpertKernels = (): boolean => getKernel(lineUpKernel, engine().backendName) !== undefined;

type Inputs = Readonly<Record<string, Tensor>>;

const run = (
  name: string,
  inputs: Inputs,
  attributes: Readonly<Record<string, number | boolean>> = {},
): Tensor[] => {
  const made = engine().runKernel<Tensor | Tensor[]>(name, inputs, attributes);
  return Array.isArray(made) ? made : [made];
};

export interface Line {
  readonly seatOfChoice: Tensor2D;
  readonly tokenOfSeat: Tensor1D;
  readonly starts: Tensor1D;
}

/** index: the expert of each choice, [tokens, chosen]; an expert has `capacity` seats. */
export function lineUp(index: Tensor2D, experts: number, capacity: number): Line {
  const made = run(lineUpKernel, { index }, { experts, capacity });
  const [seatOfChoice, tokenOfSeat, starts] = [at(made, 0), at(made, 1), at(made, 2)];
  return {
    seatOfChoice: seatOfChoice as Tensor2D,
    tokenOfSeat: tokenOfSeat as Tensor1D,
    starts: starts as Tensor1D,
  };
}

/** x: [tokens, width] -> [tokens x chosen, width], zeros where nobody sits. */
export function dispatch(x: Tensor2D, tokenOfSeat: Tensor1D): Tensor2D {
  return withGradient(
    [x],
    () => ({ value: at(run(dispatchKernel, { x, tokenOfSeat }), 0), saved: [tokenOfSeat] }),
    (dy, saved) =>
      at(run(dispatchGradientKernel, { dy, tokenOfSeat: savedAt(saved, 0) }, { tokens: x.shape[0] }), 0),
  ) as Tensor2D;
}

/** made: [tokens x chosen, width], weights: [tokens, chosen] -> [tokens, width] */
export function combine(made: Tensor2D, seatOfChoice: Tensor2D, weights: Tensor2D): Tensor2D {
  return withGradient(
    [made, weights],
    () => ({
      value: at(run(combineKernel, { made, seats: seatOfChoice, weights }), 0),
      saved: [made, seatOfChoice, weights],
    }),
    (dy, saved) => {
      const [rows, seats, own] = [savedAt(saved, 0), savedAt(saved, 1), savedAt(saved, 2)];
      return run(combineGradientKernel, { made: rows, seats, weights: own, dy });
    },
  ) as Tensor2D;
}

interface Rows {
  readonly first: number;
  readonly count: number;
}

/** The rows of each expert. */
function rowsOf(heap: Heap, starts: TensorInfo): Rows[] {
  const numbers = heap.floats(starts);
  return Array.from({ length: numbers.length - 1 }, (_, expert) => {
    const first = numbers[expert] ?? 0;
    return { first, count: (numbers[expert + 1] ?? 0) - first };
  });
}

/** rows, starts, the weight of each expert and, where there are, its bias -> [rows, outputs] */
const forwardKernel = defineKernel('GroupedMap', (heap, [rows, starts, ...params]) => {
  if (rows === undefined || starts === undefined) throw new Error('There are no rows for the experts.');
  const [inputs, outputs] = at(params, 0).shape as [number, number];
  const all = at(rows.shape, 0);
  const y = heap.output([all, outputs]);
  const groups = rowsOf(heap, starts);
  const end = groups.reduce((sum, { count }) => sum + count, 0);
  heap.floats(y).fill(0, end * outputs);
  for (const [expert, { first, count }] of groups.entries()) {
    const bias = params[groups.length + expert];
    multiplyRows(heap, 'product', {
      a: heap.address(rows) + 4 * first * inputs,
      b: heap.address(at(params, expert)),
      c: heap.address(y) + 4 * first * outputs,
      bias: bias === undefined ? 0 : heap.address(bias),
      rows: count,
      columns: outputs,
      depth: inputs,
    });
  }
  return [y];
});

interface GradientAttributes {
  readonly bias: boolean;
}

/** rows, starts, dy, the weights -> dRows, the gradient of each weight and, where there are, of each bias. */
const backwardKernel = defineKernel<GradientAttributes>('GroupedMapGradient', (heap, given, { bias }) => {
  const [rows, starts, dy, ...weights] = given as [TensorInfo, TensorInfo, TensorInfo, ...TensorInfo[]];
  const [inputs, outputs] = at(weights, 0).shape as [number, number];
  const dRows = heap.zeros(rows.shape);
  const dWeights = weights.map(({ shape }) => heap.zeros(shape));
  const dBiases = bias ? weights.map(() => heap.zeros([outputs])) : [];
  for (const [expert, { first, count }] of rowsOf(heap, starts).entries()) {
    const slopes = heap.address(dy) + 4 * first * outputs;
    const own = 4 * first * inputs;
    const weight = heap.address(at(weights, expert));
    const sizes = { bias: 0, rows: count, columns: inputs, depth: outputs };
    multiplyRows(heap, 'productOfTransposedB', {
      a: slopes,
      b: weight,
      c: heap.address(dRows) + own,
      ...sizes,
    });
    multiplyRows(heap, 'productOfTransposedA', {
      a: heap.address(rows) + own,
      b: slopes,
      c: heap.address(at(dWeights, expert)),
      bias: 0,
      rows: inputs,
      columns: outputs,
      depth: count,
    });
    const dBias = dBiases[expert];
    if (dBias) heap.call('columnSums', slopes, heap.address(dBias), count, outputs);
  }
  return [dRows, ...dWeights, ...dBiases];
});

const numbered = (tensors: readonly Tensor[]): Inputs =>
  Object.fromEntries(tensors.map((tensor, index) => [index === 0 ? 'weight' : `more${index - 1}`, tensor]));

/** Row i of expert e: x_i W_e + b_e. rows: [seats, inputs], weights: [inputs, outputs] each -> [seats, outputs] */
export function groupedMap(
  rows: Tensor2D,
  starts: Tensor1D,
  weights: readonly Tensor2D[],
  biases: readonly Tensor1D[],
): Tensor2D {
  const params = [...weights, ...biases];
  const bias = biases.length > 0;
  return withGradient(
    [rows, ...params],
    () => {
      const value = hasHeap()
        ? at(forwardKernel([rows, starts, ...params], null), 0)
        : at(run(groupedMapKernel, { rows, starts, ...numbered(params) }), 0);
      return { value, saved: [rows, starts, ...weights] };
    },
    (dy, [ownRows, ownStarts, ...ownWeights]) => {
      if (ownRows === undefined || ownStarts === undefined) throw new Error('The experts kept no rows.');
      if (hasHeap()) return backwardKernel([ownRows, ownStarts, dy, ...ownWeights], { bias });
      const inputs = { rows: ownRows, starts: ownStarts, dy, ...numbered(ownWeights) };
      return run(groupedMapGradientKernel, inputs, { bias });
    },
  ) as Tensor2D;
}
