/**
 * The gated recurrent unit, the architecture before attention: Learning Phrase Representations using RNN
 * Encoder-Decoder, Cho et al. 2014, section 2.3, https://arxiv.org/abs/1406.1078.
 *
 *   r = sigmoid(W_r x_t + U_r h_(t-1)),   z = sigmoid(W_z x_t + U_z h_(t-1))
 *   h~ = tanh(W x_t + U (r * h_(t-1))),   h_t = z h_(t-1) + (1 - z) h~
 *
 * | code      | symbol                                         |
 * | --------- | ---------------------------------------------- |
 * | in        | W_r, W_z, W side by side, with biases          |
 * | gates     | U_r, U_z side by side                          |
 * | candidate | U                                              |
 * | out       | what writes h to the residual stream; not in the paper, which has no such stream |
 * | reset     | r                                              |
 * | update    | z                                              |
 *
 * Deviations: biases, which the paper leaves out for brevity. The steps must run one after the other; where somebody
 * looks at the gates, what they make of h is computed once more from the gates as the probe left them, with the
 * past that the run had, so that a changed gate is a changed state.
 */
import type { RandomStream } from '../../random.ts';
import type { GruConfig } from '../config.ts';
import { scan } from '../kernels/scan.ts';
import type { Probe } from '../probe.ts';
import {
  add,
  concat,
  mul,
  reshape,
  sigmoid,
  slice,
  split,
  stack,
  sub,
  type Tensor2D,
  type Tensor3D,
  tanh,
  unstack,
  zeros,
} from '../tf.ts';
import { initLinear, type LinearParams, linear } from './linear.ts';
import { openAtPadding } from './padding.ts';

export interface GruParams {
  readonly in: LinearParams;
  readonly gates: LinearParams;
  readonly candidate: LinearParams;
  readonly out: LinearParams;
}

export interface GruState {
  /** [batch, hidden] */
  readonly h: Tensor2D;
}

export interface GruInput {
  /** [batch, seq, width] */
  readonly x: Tensor3D;
  /** 1 for a token and 0 for padding: [batch, seq, 1]; null where nothing is padded. */
  readonly isToken?: Tensor3D | null;
  readonly state?: GruState;
  readonly probe: Probe;
}

export interface GruOutput {
  /** [batch, seq, width] */
  readonly y: Tensor3D;
  readonly state?: GruState;
}

/** What writes back into h begins as in the paper's time: small enough for the product not to grow, 1 / sqrt(hidden). */
export function initGru(
  { hidden }: GruConfig,
  width: number,
  outputDeviation: number,
  random: RandomStream,
): GruParams {
  const recurrent = 1 / Math.sqrt(hidden);
  return {
    in: initLinear(width, 3 * hidden, true, 1 / Math.sqrt(width), random),
    gates: initLinear(hidden, 2 * hidden, false, recurrent, random),
    candidate: initLinear(hidden, hidden, false, recurrent, random),
    out: initLinear(hidden, width, true, outputDeviation, random),
  };
}

export function emptyGruState({ hidden }: GruConfig, batch: number): GruState {
  return { h: zeros([batch, hidden]) as Tensor2D };
}

interface Step {
  readonly reset: Tensor2D;
  readonly update: Tensor2D;
  readonly candidate: Tensor2D;
  readonly h: Tensor2D;
}

/** before: [batch, hidden]; driven: W x_t of both gates, [batch, 2 hidden], and of the candidate, [batch, hidden]; isToken: [batch, 1]. */
function advance(
  before: Tensor2D,
  gatesDriven: Tensor2D,
  candidateDriven: Tensor2D,
  params: GruParams,
  isToken: Tensor2D | null,
): Step {
  const gates = sigmoid(add(gatesDriven, linear(before, params.gates))); // [batch, 2 hidden]
  const [reset, ownUpdate] = split(gates, 2, -1) as [Tensor2D, Tensor2D]; // [batch, hidden] each
  const update = openAtPadding(ownUpdate, isToken); // [batch, hidden], at padding h stays
  const past = linear(mul(reset, before) as Tensor2D, params.candidate); // [batch, hidden]
  const candidate = tanh(add(candidateDriven, past)) as Tensor2D; // [batch, hidden]
  const h = add(candidate, mul(update, sub(before, candidate))) as Tensor2D; // [batch, hidden]
  return { reset, update, candidate, h };
}

/**
 * [batch, seq, channels] -> seq x [batch, channels]. All are taken apart at once: the gradient of a slice is as large as the
 * whole, and there would be one for each step.
 */
function everyStep(whole: Tensor3D): Tensor2D[] {
  const [batch, length, channels] = whole.shape;
  // What is taken apart into one has no gradient in TensorFlow.js.
  if (length === 1) return [reshape(whole, [batch, channels]) as Tensor2D]; // [batch, channels]
  return unstack(whole, 1) as Tensor2D[]; // seq x [batch, channels]
}

export function gru(
  params: GruParams,
  { hidden }: GruConfig,
  { x, state, isToken = null, probe }: GruInput,
): GruOutput {
  const [batch] = x.shape;
  const driven = probe('driven', linear(x, params.in)); // [batch, seq, 3 hidden]
  const before = state?.h ?? (zeros([batch, hidden]) as Tensor2D); // [batch, hidden]
  const steps: Step[] = [];
  const [gatesDriven, candidateDriven] = split(driven, [2 * hidden, hidden], -1) as [Tensor3D, Tensor3D]; // [batch, seq, 2 hidden], [batch, seq, hidden]
  const gatesAt = everyStep(gatesDriven); // seq x [batch, 2 hidden]
  const candidateAt = everyStep(candidateDriven); // seq x [batch, hidden]
  const isTokenAt = isToken === null ? [] : everyStep(isToken); // seq x [batch, 1]
  for (const [step, gatesHere] of gatesAt.entries()) {
    const past = steps.at(-1)?.h ?? before; // [batch, hidden]
    steps.push(advance(past, gatesHere, candidateAt[step] as Tensor2D, params, isTokenAt[step] ?? null));
  }
  const whole = (name: keyof Step) =>
    stack(
      steps.map((step) => step[name]),
      1,
    ) as Tensor3D; // [batch, seq, hidden]
  const looked = ['reset', 'update', 'candidate'].some((name) => probe.wants(name));
  const ran = whole('h'); // [batch, seq, hidden]
  const h = probe('state', looked ? onceMore(ran, whole, before, candidateDriven, params, probe) : ran); // [batch, seq, hidden]
  const y = linear(h, params.out); // [batch, seq, width]
  return state ? { y, state: { h: everyStep(h).at(-1) as Tensor2D } } : { y };
}

/** h from the gates and the candidate as the probe answers with them: [batch, seq, hidden]. */
function onceMore(
  ran: Tensor3D,
  whole: (name: keyof Step) => Tensor3D,
  before: Tensor2D,
  candidateDriven: Tensor3D,
  params: GruParams,
  probe: Probe,
): Tensor3D {
  const [batch, length, hidden] = ran.shape;
  const first = reshape(before, [batch, 1, hidden]); // [batch, 1, hidden]
  const past = length === 1 ? first : concat([first, slice(ran, [0, 0, 0], [batch, length - 1, hidden])], 1); // [batch, seq, hidden]
  const reset = probe('reset', whole('reset')); // [batch, seq, hidden]
  const update = probe('update', whole('update')); // [batch, seq, hidden]
  const turned = linear(mul(reset, past) as Tensor3D, params.candidate); // [batch, seq, hidden]
  const candidate = probe('candidate', tanh(add(candidateDriven, turned)) as Tensor3D); // [batch, seq, hidden]
  const written = mul(sub(1, update), candidate); // [batch, seq, hidden]
  const kept = mul(slice(update, [0, 0, 0], [batch, 1, hidden]), first); // [batch, 1, hidden], what is left of the state before
  const rest = length === 1 ? kept : concat([kept, zeros([batch, length - 1, hidden])], 1); // [batch, seq, hidden]
  return scan(update, add(written, rest) as Tensor3D); // [batch, seq, hidden]
}
