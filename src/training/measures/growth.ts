/**
 * How the cost of a token mixer grows with the text: operations by `count.ts`, and time by a clock that the caller has. The slope of
 * the logarithm of a cost over that of the length, on the last two doublings: 1 is twice the text, twice the cost; 2 four times.
 */
import type { ModelConfig, TokenMixerConfig } from '../../models/config.ts';
import { mixerCost } from '../../models/count/mixers.ts';
import { disposeParams, type ParamTree } from '../../models/params.ts';
import { tokenMixer } from '../../models/parts/mixers.ts';
import { noProbe } from '../../models/probe.ts';
import { fitLine } from '../../models/statistics.ts';
import { type Tensor3D, tensor, tidy } from '../../models/tf.ts';
import { normals, randomStream } from '../../random.ts';

/** Milliseconds on which differences are taken. */
export type Clock = () => number;

const octaves = 2;

export function mixerOf({ layers }: ModelConfig): TokenMixerConfig {
  const mixer = layers[0]?.mixer;
  if (mixer === undefined) throw new Error('A model without layers has no mixer.');
  return mixer;
}

/** Over the last two doublings, where each length is twice the one before. */
export function growthSlope(lengths: readonly number[], costs: readonly number[]): number {
  const last = (values: readonly number[]) => values.slice(-octaves - 1).map((value) => Math.log2(value));
  return fitLine(last(lengths), last(costs)).slope;
}

export interface CountedMixer {
  /** Operations between positions, of a text of this length. */
  readonly mixing: number;
  /** With the maps that each token passes on its own. */
  readonly all: number;
}

export function countedMixer(model: ModelConfig, length: number): CountedMixer {
  const { maps, mixing } = mixerCost(mixerOf(model), model.width);
  const between = mixing({ start: 0, tokens: length });
  return { mixing: between, all: length * maps + between };
}

export interface Timing {
  readonly rounds: number;
  readonly seed: number;
  readonly clock: Clock;
}

/** Milliseconds of one pass through the mixer at each length, the least of several rounds: what others do to the caches only adds. */
export function timedMixer(
  model: ModelConfig,
  lengths: readonly number[],
  { rounds, seed, clock }: Timing,
): number[] {
  const config = mixerOf(model);
  const mixer = tokenMixer(config);
  if (mixer === null) throw new Error('The row has no token mixer.');
  const random = randomStream(seed);
  const scales = { input: 0.1, output: 0.1, outputScale: 1 };
  const params: ParamTree = mixer.init(config, model.width, scales, random);
  const texts = lengths.map(
    (length) => tensor(normals(random, length * model.width), [1, length, model.width]) as Tensor3D, // [1, seq, width]
  );
  const time = (x: Tensor3D): number => {
    const begun = clock();
    const input = { x, start: 0, position: model.position, bias: () => null, mask: {}, probe: noProbe };
    tidy(() => void mixer.forward(params, config, input));
    return clock() - begun;
  };
  for (const x of texts) time(x);
  const times = Array.from({ length: rounds }, () => texts.map(time));
  disposeParams(params);
  for (const x of texts) x.dispose();
  return lengths.map((_, index) => Math.min(...times.map((round) => round[index] ?? Number.NaN)));
}
