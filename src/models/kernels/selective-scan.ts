/**
 * The selective state space model between its input and its output: Mamba, Gu and Dao 2023, algorithm 2,
 * https://arxiv.org/abs/2312.00752.
 *
 *   h_t = exp(delta_t A) h_(t-1) + delta_t B_t x_t,   y_t = C_t h_t
 *
 * In plain ops the factors and addends of all steps are made and scanned (`scan.ts`). On WASM and cpu one loop
 * over memory does all of it, and one from the end its gradient, since what lies between is `states` times as large
 * as the input; on WASM with SIMD four states at a time (`wasm/selective-scan.ts`).
 *
 * Deviation: B is discretized by Euler's rule, delta B, as in the authors' code, where the paper's equation 4 has
 * the exact hold.
 */
import {
  add,
  broadcastTo,
  concat,
  engine,
  exp,
  getKernel,
  mul,
  reshape,
  slice,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  type TensorInfo,
} from '../tf.ts';
import {
  registerSelectiveScan,
  selectiveScanGradientKernel,
  selectiveScanKernel,
} from './loop/selective-scan.ts';
import { scan } from './scan.ts';
import { at, defineKernel, type Heap, hasHeap } from './wasm/heap.ts';
import { withGradient } from './with-gradient.ts';

registerSelectiveScan();

export interface SelectiveScanInput {
  /** [batch, time, channels] */
  readonly x: Tensor3D;
  /** [batch, time, channels]; in plain ops also [1, 1, channels] */
  readonly delta: Tensor3D;
  /** [channels, states], below 0 */
  readonly A: Tensor2D;
  /** [batch, time, states] */
  readonly B: Tensor3D;
  /** [batch, time, states] */
  readonly C: Tensor3D;
  /** The state before the first step: [batch, channels, states]; no gradient flows to it. */
  readonly before?: Tensor3D;
}

/** Every state h of `x` in plain ops; B may also be [1, 1, channels, states], the same at each step. */
export function plainStates(
  x: Tensor3D,
  delta: Tensor3D,
  A: Tensor2D,
  B: Tensor4D,
  before?: Tensor3D,
): Tensor4D {
  const [batch, time, channels] = x.shape;
  const states = A.shape[1];
  const steps = reshape(delta, [...delta.shape, 1]); // [batch, time, channels, 1]
  const flat: [number, number, number] = [batch, time, channels * states];
  const whole = broadcastTo(steps, [batch, time, channels, 1]); // [batch, time, channels, 1]
  const factor = exp(mul(whole, A)); // [batch, time, channels, states]
  const addend = mul(mul(steps, reshape(x, [batch, time, channels, 1])), B); // [batch, time, channels, states]
  const a = reshape(factor, flat) as Tensor3D; // [batch, time, channels x states]
  const b = reshape(addend, flat) as Tensor3D; // [batch, time, channels x states]
  return reshape(scan(a, before ? begun(a, b, before) : b), [batch, time, channels, states]) as Tensor4D;
}

/** b with what the state before the first step adds to it: [batch, time, channels x states]. */
function begun(a: Tensor3D, b: Tensor3D, before: Tensor3D): Tensor3D {
  const [batch, time, size] = a.shape;
  const first = (x: Tensor3D) => slice(x, [0, 0, 0], [batch, 1, size]); // [batch, 1, channels x states]
  const sum = add(first(b), mul(first(a), reshape(before, [batch, 1, size]))); // [batch, 1, channels x states]
  return time === 1
    ? (sum as Tensor3D)
    : (concat([sum, slice(b, [0, 1, 0], [batch, time - 1, size])], 1) as Tensor3D);
}

/** y_t = C_t h_t; C is [batch, time, 1, states] or [1, 1, channels, states]: -> [batch, time, channels]. */
export function readStates(h: Tensor4D, C: Tensor4D): Tensor3D {
  return sum(mul(h, C), -1) as Tensor3D;
}

/** [batch, time, states] -> [batch, time, 1, states], the same for every channel. */
export function perStep(x: Tensor3D): Tensor4D {
  const [batch, time, states] = x.shape;
  return reshape(x, [batch, time, 1, states]) as Tensor4D;
}

/** h at the last step: [batch, time, channels, states] -> [batch, channels, states] */
export function lastState(h: Tensor4D): Tensor3D {
  const [batch, time, channels, states] = h.shape;
  return reshape(slice(h, [0, time - 1, 0, 0], [batch, 1, channels, states]), [
    batch,
    channels,
    states,
  ]) as Tensor3D;
}

export interface SelectiveScanOutput {
  /** [batch, time, channels] */
  readonly y: Tensor3D;
  /** After the last step: [batch, channels, states]; absent while training, where nothing asks for it. */
  readonly state?: Tensor3D;
}

export function plainSelectiveScan({ x, delta, A, B, C, before }: SelectiveScanInput): SelectiveScanOutput {
  const h = plainStates(x, delta, A, perStep(B), before); // [batch, time, channels, states]
  return { y: readStates(h, perStep(C)), state: lastState(h) };
}

export function selectiveScan(input: SelectiveScanInput): SelectiveScanOutput {
  if (getKernel(selectiveScanKernel, engine().backendName) === undefined) return plainSelectiveScan(input);
  // The states of all steps are many times as large as the input: they are kept for a gradient alone.
  const keep = engine().isTapeOn();
  if (input.before !== undefined) {
    const [y, h] = runForward(input, keep);
    return { y: y as Tensor3D, state: lastState(h as Tensor4D) };
  }
  const { x, delta, A, B, C } = input;
  const y = withGradient(
    [x, delta, A, B, C],
    () => {
      const [value, h] = runForward(input, keep);
      return { value: value as Tensor, saved: [x, delta, A, B, C, h as Tensor] };
    },
    (dY, saved) => {
      const [ownX, ownDelta, ownA, ownB, ownC, h] = saved;
      if (hasHeap()) return backwardKernel([...saved, dY], null).slice(0, 5);
      const inputs = { x: ownX, delta: ownDelta, A: ownA, B: ownB, C: ownC, h, dY };
      return engine().runKernel(selectiveScanGradientKernel, inputs as never, {}) as Tensor[];
    },
  );
  return { y: y as Tensor3D };
}

/** y: [batch, time, channels] and h: [batch, time, channels, states], or where not all are kept the last alone. */
function runForward({ x, delta, A, B, C, before }: SelectiveScanInput, keep: boolean): Tensor[] {
  if (hasHeap()) return forwardKernel([x, delta, A, B, C, ...(before ? [before] : [])], { keep });
  const inputs = { x, delta, A, B, C, ...(before ? { before } : {}) };
  return engine().runKernel(selectiveScanKernel, inputs, {}) as Tensor[];
}

interface Sizes {
  readonly batch: number;
  readonly time: number;
  readonly channels: number;
  readonly states: number;
}

function sizesOf(x: TensorInfo, A: TensorInfo): Sizes {
  return { batch: at(x.shape, 0), time: at(x.shape, 1), channels: at(x.shape, 2), states: at(A.shape, 1) };
}

/** The address of the part of `tensor` that belongs to row `row`, of so many numbers each. */
const rowOf = (heap: Heap, tensor: TensorInfo, row: number, numbers: number): number =>
  heap.address(tensor) + 4 * row * numbers;

interface ForwardAttributes {
  readonly keep: boolean;
}

const forwardKernel = defineKernel<ForwardAttributes>('SelectiveScan', (heap, inputs, { keep }) => {
  const [x, delta, A, B, C] = [0, 1, 2, 3, 4].map((index) => at(inputs, index)) as FiveTensors;
  const before = inputs[5];
  const { batch, time, channels, states } = sizesOf(x, A);
  const all = channels * states;
  const rowsOfText = keep ? time : 1;
  const h = heap.output([batch, rowsOfText, channels, states]);
  const y = heap.output([batch, time, channels]);
  for (let text = 0; text < batch; text++) {
    // A text begins with zeros where its first state will be.
    const first = text * rowsOfText * all;
    if (before === undefined) heap.floats(h).fill(0, first, first + all);
    for (let step = 0; step < time; step++) {
      const row = text * time + step;
      const own = rowOf(heap, h, text * rowsOfText + (keep ? step : 0), all);
      const start = before === undefined ? own : rowOf(heap, before, text, all);
      heap.call(
        'selectiveScanStep',
        ...[x, delta].map((input) => rowOf(heap, input, row, channels)),
        heap.address(A),
        ...[B, C].map((input) => rowOf(heap, input, row, states)),
        step === 0 ? start : keep ? own - 4 * all : own,
        own,
        rowOf(heap, y, row, channels),
        channels,
        states,
      );
    }
  }
  return [y, h];
});

type FiveTensors = [TensorInfo, TensorInfo, TensorInfo, TensorInfo, TensorInfo];

/** Inputs x, delta, A, B, C, h, dY; outputs the gradients of the first five, and a work space. */
const backwardKernel = defineKernel('SelectiveScanGradient', (heap, inputs) => {
  const [x, delta, A, B, C] = [0, 1, 2, 3, 4].map((index) => at(inputs, index)) as FiveTensors;
  const [h, dY] = [at(inputs, 5), at(inputs, 6)];
  const { batch, time, channels, states } = sizesOf(x, A);
  const all = channels * states;
  const [dX, dDelta] = [heap.output(x.shape), heap.output(delta.shape)];
  const [dA, dB, dC] = [heap.zeros(A.shape), heap.zeros(B.shape), heap.zeros(C.shape)];
  // Row 0 stays zero, the past of a first step; row 1 is what later steps have left for a state.
  const work = heap.zeros([2, channels, states]);
  for (let text = 0; text < batch; text++) {
    heap.floats(work).fill(0, all);
    for (let row = (text + 1) * time - 1; row >= text * time; row--) {
      heap.call(
        'selectiveScanGradientStep',
        ...[x, delta].map((input) => rowOf(heap, input, row, channels)),
        heap.address(A),
        ...[B, C].map((input) => rowOf(heap, input, row, states)),
        row === text * time ? heap.address(work) : rowOf(heap, h, row - 1, all),
        rowOf(heap, h, row, all),
        rowOf(heap, dY, row, channels),
        rowOf(heap, work, 1, all),
        ...[dX, dDelta].map((output) => rowOf(heap, output, row, channels)),
        heap.address(dA),
        ...[dB, dC].map((output) => rowOf(heap, output, row, states)),
        channels,
        states,
      );
    }
  }
  return [dX, dDelta, dA, dB, dC, work];
});
