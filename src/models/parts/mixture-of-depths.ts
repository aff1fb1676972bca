/**
 * Mixture of depths: Raposo et al. 2024, section 3, https://arxiv.org/abs/2404.02258. A router gives every token a weight; the k tokens
 * with the largest pass through the block and see each other alone, the rest go by it on the residual stream.
 *
 *   x_i' = x_i + sigmoid(r_i) f(X~)_i  if r_i is among the k largest,   x_i' = x_i  else,   r = X w
 *
 * | code     | symbol                                            |
 * | -------- | ------------------------------------------------- |
 * | weight   | w_theta, [width, 1]                               |
 * | router   | r, one number a token                             |
 * | passes   | 1 for the tokens of the top k                     |
 * | place    | which token stands in which of the k places       |
 * | run      | f with its residual sum: the block as it is elsewhere |
 *
 * Deviations: the paper multiplies by r itself; a sigmoid keeps the block from vanishing at first weights near 0. Who is among the
 * k largest depends on the whole text, so such a model reads a text at once; the paper trains a second router that guesses from
 * the past alone, for writing. Positions must be in the stream (a table or sinusoids): in the block a token's place is its rank.
 */
import type { RandomStream } from '../../random.ts';
import type { DepthConfig } from '../config.ts';
import { passingTokens } from '../depth.ts';
import { withGradient } from '../kernels/with-gradient.ts';
import { within } from '../probe.ts';
import {
  add,
  cast,
  cumsum,
  equal,
  greaterEqual,
  matMul,
  min,
  mul,
  range,
  reshape,
  sigmoid,
  sub,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  topk,
  zerosLike,
} from '../tf.ts';
import { normalTensor } from './linear.ts';
import type { TokenMixerInput } from './mixers.ts';

export type DepthParams = {
  readonly weight: Tensor2D;
};

export const initDepth = (width: number, deviation: number, random: RandomStream): DepthParams => ({
  weight: normalTensor<Tensor2D>([width, 1], deviation, random),
});

const inTheStream: ReadonlySet<string> = new Set(['none', 'learned', 'sinusoidal']);

/** What a block reads, and what it makes of the stream. */
type Input = TokenMixerInput & { readonly source?: unknown };
interface Output {
  /** [batch, seq, width] */
  readonly x: Tensor3D;
}

export function mixtureOfDepths<I extends Input, O extends Output>(
  params: DepthParams,
  config: DepthConfig,
  input: I,
  run: (input: I) => O,
): O {
  const { x, probe, mask, state, position, source } = input;
  if (state || source) throw new RangeError('A mixture of depths reads a text at once, and no source.');
  if (mask.painted || mask.instead || mask.padding)
    throw new RangeError('A mixture of depths reads whole texts without a mask.');
  if (!inTheStream.has(position.kind))
    throw new RangeError('A mixture of depths needs positions in the stream.');
  const own = within(probe, 'depth');
  const [batch, length, width] = x.shape;
  const router: Tensor3D = own(
    'router',
    reshape(matMul(reshape(x, [batch * length, width]), params.weight), [batch, length, 1]),
  ); // [batch, seq, 1]
  const count = passingTokens(config, length);
  const passes = own('passes', chosen(router, count)); // [batch, seq, 1]
  const place = places(passes, count); // [batch, count, seq]
  const few = matMul(place, x) as Tensor3D; // [batch, count, width]
  const { x: after, ...rest } = run({ ...input, x: few, start: 0 });
  const weight = matMul(place, sigmoid(router)) as Tensor3D; // [batch, count, 1]
  const written = mul(sub(after, few), weight); // [batch, count, width]
  return { ...rest, x: add(x, matMul(place, written, true, false)) as Tensor3D } as unknown as O; // [batch, seq, width]
}

/** `make()` as a constant of `input`: who passes is a choice, and has no gradient. */
const constant = <T extends Tensor>(input: Tensor, make: () => Tensor): T =>
  withGradient(
    [input],
    () => ({ value: make(), saved: [] }),
    () => zerosLike(input),
  ) as T;

/** 1 for the `count` largest: [batch, seq, 1] -> the same shape. */
const chosen = (router: Tensor3D, count: number): Tensor3D =>
  constant(router, () => {
    const [batch, length] = router.shape;
    const flat = reshape(router, [batch, length]); // [batch, seq]
    const least = min(topk(flat, count).values, -1, true); // [batch, 1]
    return reshape(cast(greaterEqual(flat, least), 'float32'), [batch, length, 1]); // [batch, seq, 1]
  });

/** 1 where token t is number j of those that pass, in the order of the text: [batch, seq, 1] -> [batch, count, seq]. */
const places = (passes: Tensor3D, count: number): Tensor3D =>
  constant(passes, () => {
    const [batch, length] = passes.shape;
    const flat = reshape(passes, [batch, 1, length]); // [batch, 1, seq]
    const number = cumsum(flat, 2); // [batch, 1, seq], from 1
    const wanted = reshape(range(1, count + 1, 1, 'float32'), [1, count, 1]); // [1, count, 1]
    return mul(cast(equal(number, wanted), 'float32'), flat); // [batch, count, seq]
  });
