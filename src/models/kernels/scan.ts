/**
 * The scan of a linear recurrence, h_t = a_t h_(t-1) + b_t with h_(-1) = 0, over the second axis of
 * [batch, time, channels]: the heart of a state space model. Three forms of one meaning:
 *
 * - sequential: the definition, step by step;
 * - doubling: log2(time) rounds of plain ops (Hillis and Steele 1986): after round r each step knows what the 2^r
 *   steps up to it do together, and (a, b) after (a', b') is (a a', a b' + b);
 * - a kernel of our own: on WASM and cpu one loop over memory, on WebGL chunks of 16 steps (`webgl/scan.ts`).
 *
 * Gradient: g_t = dh_t + a_(t+1) g_(t+1), a scan from the end; db = g, da_t = g_t h_(t-1).
 */
import {
  add,
  concat,
  engine,
  getKernel,
  mul,
  pad,
  reverse,
  slice,
  type Tensor,
  type Tensor3D,
  zeros,
} from '../tf.ts';
import { registerLoopScan, scanKernel } from './loop/scan.ts';
import { registerWebGLScan } from './webgl/scan.ts';
import { savedAt, withGradient } from './with-gradient.ts';

registerLoopScan();
registerWebGLScan();

/** a, b: [batch, time, channels] -> the same shape. */
export function sequentialScan(a: Tensor3D, b: Tensor3D): Tensor3D {
  const [batch, time, channels] = a.shape;
  const at = (x: Tensor3D, step: number) => slice(x, [0, step, 0], [batch, 1, channels]); // [batch, 1, channels]
  const states: Tensor[] = [];
  let state: Tensor = zeros([batch, 1, channels]); // [batch, 1, channels]
  for (let step = 0; step < time; step++) {
    state = add(mul(at(a, step), state), at(b, step)); // [batch, 1, channels]
    states.push(state);
  }
  return (time === 1 ? state : concat(states, 1)) as Tensor3D; // [batch, time, channels]
}

/** a, b: [batch, time, channels] -> the same shape. */
export function doublingScan(a: Tensor3D, b: Tensor3D): Tensor3D {
  const time = a.shape[1];
  let factor: Tensor3D = a; // [batch, time, channels], the product of the last `reach` factors
  let state: Tensor3D = b; // [batch, time, channels], what the last `reach` steps add up to
  for (let reach = 1; reach < time; reach *= 2) {
    state = add(state, mul(factor, later(state, reach, 0))) as Tensor3D; // [batch, time, channels]
    factor = mul(factor, later(factor, reach, 1)) as Tensor3D; // [batch, time, channels]
  }
  return state;
}

/** x shifted to `steps` later, `before` where nothing was: [batch, time, channels] -> the same shape. */
function later(x: Tensor3D, steps: number, before: number): Tensor3D {
  const [batch, time, channels] = x.shape;
  const kept = slice(x, [0, 0, 0], [batch, time - steps, channels]); // [batch, time - steps, channels]
  const paddings: [number, number][] = [
    [0, 0],
    [steps, 0],
    [0, 0],
  ];
  return pad(kept, paddings, before) as Tensor3D; // [batch, time, channels]
}

/** g_t = d_t + a_(t+1) g_(t+1): [batch, time, channels] -> the same shape. */
function plainReverseScan(a: Tensor3D, d: Tensor3D): Tensor3D {
  return reverse(doublingScan(later(reverse(a, 1), 1, 0), reverse(d, 1)), 1); // [batch, time, channels]
}

function runScan(a: Tensor3D, b: Tensor3D, fromTheEnd: boolean): Tensor3D {
  if (getKernel(scanKernel, engine().backendName) !== undefined) {
    return engine().runKernel(scanKernel, { a, b }, { fromTheEnd }) as Tensor3D;
  }
  return fromTheEnd ? plainReverseScan(a, b) : doublingScan(a, b);
}

/** a, b: [batch, time, channels] -> every state h: the same shape. */
export function scan(a: Tensor3D, b: Tensor3D): Tensor3D {
  return withGradient(
    [a, b],
    () => {
      const h = runScan(a, b, false); // [batch, time, channels]
      return { value: h, saved: [a, h] };
    },
    (dH, saved) => {
      const [factors, h] = [savedAt(saved, 0) as Tensor3D, savedAt(saved, 1) as Tensor3D];
      const g = runScan(factors, dH as Tensor3D, true); // [batch, time, channels]
      return [mul(g, later(h, 1, 0)), g];
    },
  ) as Tensor3D;
}
