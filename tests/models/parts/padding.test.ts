/** Padding is nothing to mixers without a mask of pairs: neither what stands there nor that it is there. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { ModelConfig, TokenMixerConfig } from '../../../src/models/config.ts';
import type { ParamTree } from '../../../src/models/params.ts';
import { type MixerState, type TokenMixerOutput, tokenMixer } from '../../../src/models/parts/mixers.ts';
import { capture, noProbe, type Probe } from '../../../src/models/probe.ts';
import {
  concat,
  slice,
  startBackend,
  type Tensor,
  type Tensor3D,
  type Tensor4D,
  tensor,
} from '../../../src/models/tf.ts';
import { randomStream } from '../../../src/random.ts';
import { largestDifference, smallConfig } from '../small-rows.ts';
import { noise } from './finite-differences.ts';

const rows = ['mamba', 'mamba-lti', 'hyena', 'linear-attention', 'gru'] as const;
const [width, length, padded] = [8, 11, 3];

interface Case {
  readonly config: TokenMixerConfig;
  readonly model: ModelConfig;
  readonly params: ParamTree;
  run(x: Tensor3D, mask?: Tensor4D, probe?: Probe, state?: MixerState, start?: number): TokenMixerOutput;
}

function caseOf(id: (typeof rows)[number]): Case {
  const model = smallConfig(id);
  const config = model.layers[0]?.mixer;
  const mixer = config && tokenMixer(config);
  if (!config || !mixer) throw new Error(`${id} has no token mixer.`);
  const params = mixer.init(config, width, { input: 0.5, output: 0.5, outputScale: 1 }, randomStream(1));
  return {
    config,
    model,
    params,
    run: (x, mask, probe = noProbe, state, start = 0) =>
      mixer.forward(params, config, {
        x,
        start,
        position: model.position,
        bias: () => null,
        mask: mask ? { padding: mask } : {},
        probe,
        ...(state ? { state } : {}),
      }),
  };
}

const numbers = async (x: Tensor): Promise<number[]> => [...(await x.data())];
/** [1, 1, 1, position] */
const maskOf = (isToken: readonly number[]): Tensor4D =>
  tensor([...isToken], [1, 1, 1, isToken.length]) as Tensor4D;
const ones = (count: number): number[] => Array.from({ length: count }, () => 1);
const none = (count: number): number[] => Array.from({ length: count }, () => 0);

describe.each(['cpu', 'wasm'] as const)('padding on %s', (backend) => {
  beforeAll(() => startBackend(backend));

  test.each(rows)('%s: before the text it is as if it were not there', async (id) => {
    const { run } = caseOf(id);
    const text = noise([1, length, width], 2) as Tensor3D;
    const alone = await numbers(run(text).y);
    const before = maskOf([...none(padded), ...ones(length)]);
    for (const probe of [noProbe, capture(() => true).probe]) {
      for (const seed of [3, 4]) {
        const whole = concat([noise([1, padded, width], seed), text], 1) as Tensor3D;
        const { y } = run(whole, before, probe);
        const found = await numbers(slice(y, [0, padded, 0], [1, length, width]));
        expect(largestDifference(found, alone)).toBeLessThan(1e-5);
      }
    }
    const open = run(concat([noise([1, padded, width], 3), text], 1) as Tensor3D).y;
    const seen = await numbers(slice(open, [0, padded, 0], [1, length, width]));
    expect(largestDifference(seen, alone)).toBeGreaterThan(1e-3);
  });

  test.each(rows)('%s: within the text what stands there changes nothing', async (id) => {
    const { run } = caseOf(id);
    const [first, last] = [noise([1, 5, width], 2), noise([1, 6, width], 3)];
    const mask = maskOf([...ones(5), ...none(padded), ...ones(6)]);
    const read = async (seed: number) => {
      const { y } = run(concat([first, noise([1, padded, width], seed), last], 1) as Tensor3D, mask);
      return [
        ...(await numbers(slice(y, [0, 0, 0], [1, 5, width]))),
        ...(await numbers(slice(y, [0, 5 + padded, 0], [1, 6, width]))),
      ];
    };
    expect(largestDifference(await read(4), await read(5))).toBeLessThan(1e-6);
  });

  test.each(['mamba', 'mamba-lti', 'linear-attention', 'gru'] as const)(
    '%s: the state holds while padding is read',
    async (id) => {
      const { config, model, run } = caseOf(id);
      const empty = tokenMixer(config)?.emptyState(config, 1, model);
      const text = noise([1, length, width], 6) as Tensor3D;
      const mask = maskOf([...ones(length), ...none(padded)]);
      const { state: after } = run(text, mask, noProbe, empty);
      const { state: later } = run(noise([1, padded, width], 7) as Tensor3D, mask, noProbe, after, length);
      // The inputs that a short convolution still sees move on.
      const kept = (state: MixerState | undefined) =>
        Object.entries(state ?? {}).flatMap(([name, own]) => (name === 'window' ? [] : [own as Tensor]));
      expect(kept(after).length).toBeGreaterThan(0);
      for (const [index, own] of kept(after).entries()) {
        expect(
          largestDifference(await numbers(kept(later)[index] as Tensor), await numbers(own)),
        ).toBeLessThan(1e-6);
      }
    },
  );

  test.each(rows)('%s: a mask without padding is no mask', async (id) => {
    const { run } = caseOf(id);
    const text = noise([1, length, width], 8) as Tensor3D;
    const masked = await numbers(run(text, maskOf(ones(length))).y);
    expect(largestDifference(masked, await numbers(run(text).y))).toBeLessThan(1e-5);
  });

  test('of a mask that ends before the text is refused in a sentence', () => {
    const run = () => caseOf('gru').run(noise([1, length, width], 8) as Tensor3D, maskOf(ones(4)));
    expect(run).toThrow('The padding mask covers 4 positions, not 11.');
  });
});
