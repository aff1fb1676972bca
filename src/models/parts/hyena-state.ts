/**
 * What a Hyena operator keeps of the tokens already read: a convolution as long as the text has no smaller state than
 * its inputs, so each filter keeps them all, in a fixed number of slots, so that no shape changes while a text
 * is written.
 */
import type { HyenaConfig } from '../config.ts';
import { longConvolution } from '../kernels/long-convolution.ts';
import { add, concat, mul, pad, reverse, slice, sum, type Tensor3D, tensor, zeros } from '../tf.ts';
import { emptyWindow } from './causal-convolution.ts';

export type HyenaState = {
  /** The last inputs of the short convolution: [batch, taps - 1, (order + 1) width]. */
  readonly window: Tensor3D;
  /** The inputs of each filter by position: order x [batch, maximum, width]. */
  readonly history: readonly Tensor3D[];
};

export function emptyHyenaState(config: HyenaConfig, width: number, batch: number): HyenaState {
  const { order, maximum, taps } = config;
  return {
    window: emptyWindow(batch, taps, (order + 1) * width),
    history: Array.from({ length: order }, () => zeros([batch, maximum, width]) as Tensor3D),
  };
}

interface HistoryRead {
  /** What the filter makes of the past and z: [batch, seq, width]. */
  readonly y: Tensor3D;
  /** The past with z in it: [batch, maximum, width]. */
  readonly history: Tensor3D;
}

/** z: [batch, seq, width] at the positions from `start` on, filter: [1, maximum, width]. */
export function readHistory(past: Tensor3D, z: Tensor3D, filter: Tensor3D, start: number): HistoryRead {
  const [batch, length, width] = z.shape;
  if (start === 0) return readPrompt(past, z, filter);
  const parts: Tensor3D[] = [];
  let history = past;
  for (let step = 0; step < length; step++) {
    const one = slice(z, [0, step, 0], [batch, 1, width]); // [batch, 1, width]
    history = writeAt(history, one, start + step); // [batch, maximum, width]
    parts.push(readAt(history, filter, start + step)); // [batch, 1, width]
  }
  return { y: (parts.length === 1 ? parts[0] : concat(parts, 1)) as Tensor3D, history };
}

function readPrompt(past: Tensor3D, z: Tensor3D, filter: Tensor3D): HistoryRead {
  const [, maximum] = past.shape;
  const [, length, width] = z.shape;
  const history = pad(z, [
    [0, 0],
    [0, maximum - length],
    [0, 0],
  ]) as Tensor3D; // [batch, maximum, width]
  return { y: longConvolution(z, slice(filter, [0, 0, 0], [1, length, width])), history };
}

/** one: [batch, 1, width], into the slot of its position. */
function writeAt(history: Tensor3D, one: Tensor3D, position: number): Tensor3D {
  const place = new Float32Array(history.shape[1]);
  place[position] = 1;
  return add(history, mul(tensor(place, [1, place.length, 1]), one)) as Tensor3D; // [batch, maximum, width]
}

/** sum over the slots s of filter[position - s] history[s]: [batch, 1, width]. */
function readAt(history: Tensor3D, filter: Tensor3D, position: number): Tensor3D {
  const [, maximum, width] = history.shape;
  const backwards = concat([reverse(filter, 1), zeros([1, maximum, width])], 1); // [1, 2 maximum, width]: lag maximum - 1 first
  const lags = slice(backwards, [0, maximum - 1 - position, 0], [1, maximum, width]); // [1, maximum, width], 0 for slots to come
  return sum(mul(history, lags), 1, true) as Tensor3D; // [batch, 1, width]
}
