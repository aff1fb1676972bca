/**
 * Dropout: Srivastava et al. 2014, https://jmlr.org/papers/v15/srivastava14a.html, where Vaswani et al. 2017, section 5.4,
 * https://arxiv.org/abs/1706.03762, have it: on what every sublayer adds to the residual stream, and on the embedded text. In training alone.
 *
 * | code | paper                                                      |
 * | ---- | ---------------------------------------------------------- |
 * | rate | P_drop: the share that is set to 0; the rest is multiplied by 1 / (1 - P_drop) |
 *
 * Deviation: tokens are dropped before their positions are added, not after.
 */
import { intervene, type Probe } from '../models/probe.ts';
import { mul, type Tensor, tensor } from '../models/tf.ts';
import type { RandomStream } from '../random.ts';

const dropped = /(^|\.)(embed|[a-z_]+_out)$/;

/** Draws from the stream in the order of the forward pass, so that a run that goes on drops what an unbroken one does. */
export function dropoutProbe(rate: number, random: RandomStream): Probe {
  const kept = 1 / (1 - rate);
  return intervene(
    (name) => dropped.test(name),
    (_name, x: Tensor) => {
      const mask = Float32Array.from({ length: x.size }, () => (random.next() < rate ? 0 : kept));
      return mul(x, tensor(mask, x.shape));
    },
  );
}
