/** Attention by tiles, by sparse patterns and from a latent vector: beside plain attention, and their gradients. */
import { beforeAll, describe, expect, test } from 'vitest';
import { naiveBytes, tiledBytes } from '../../../src/models/attention-traffic.ts';
import { withChoices } from '../../../src/models/choices.ts';
import type { AttentionConfig, LatentAttentionConfig, SparsePattern } from '../../../src/models/config.ts';
import { seenPairs } from '../../../src/models/count/mixers.ts';
import { emptyState, forward, init } from '../../../src/models/model.ts';
import { mapParams, type ParamTree } from '../../../src/models/params.ts';
import { type AttentionParams, attention } from '../../../src/models/parts/attention.ts';
import {
  emptyLatentState,
  type LatentAttentionParams,
  type LatentAttentionState,
  latentAttention,
} from '../../../src/models/parts/latent-attention.ts';
import { attentionMask } from '../../../src/models/parts/mask.ts';
import { tokenMixer } from '../../../src/models/parts/mixers.ts';
import { seenKeys, seesKey } from '../../../src/models/parts/sparse-patterns.ts';
import { capture, noProbe } from '../../../src/models/probe.ts';
import {
  add,
  concat,
  matMul,
  slice,
  startBackend,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
} from '../../../src/models/tf.ts';
import { randomStream } from '../../../src/random.ts';
import { drawnInputs, largestDifference, smallConfig } from '../small-rows.ts';
import { expectGradients, noise, weighed } from './finite-differences.ts';

const width = 6;
const plain: AttentionConfig = {
  kind: 'attention',
  heads: 4,
  keyValueHeads: 2,
  headSize: 3,
  window: null,
  causal: true,
  scaled: true,
  bias: true,
  outputBias: true,
};
const latent: LatentAttentionConfig = {
  kind: 'latent-attention',
  heads: 2,
  headSize: 3,
  latent: 4,
  bias: true,
};
// The gradient in the bias of the keys is 0, since a softmax does not see it: a small difference is all rounding.
const small = { step: 1e-2 };
const sparse: readonly SparsePattern[] = [
  { kind: 'strided', stride: 3 },
  { kind: 'global', window: 2, globals: 2 },
  { kind: 'blocks', size: 3 },
];

const made = (config: AttentionConfig | LatentAttentionConfig): ParamTree => {
  const mixer = tokenMixer(config);
  if (mixer === null) throw new Error('There is no such part.');
  const first = mixer.init(config, width, { input: 0.5, output: 0.5, outputScale: 1 }, randomStream(2));
  let seed = 20;
  return mapParams(first, (own) => noise(own.shape, seed++, 0.5));
};
const read = (params: ParamTree, config: AttentionConfig, x: Tensor3D, probe = noProbe): Tensor3D =>
  attention(params as unknown as AttentionParams, config, {
    x,
    start: 0,
    position: { kind: 'none' },
    bias: () => null,
    mask: {},
    probe,
  }).y;
const readLatent = (params: ParamTree, x: Tensor3D, start = 0, state?: LatentAttentionState) =>
  latentAttention(params as unknown as LatentAttentionParams, latent, {
    x,
    start,
    mask: {},
    probe: noProbe,
    ...(state ? { state } : {}),
  });
const numbers = async (tensor: Tensor) => Float32Array.from(await tensor.data());

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  beforeAll(() => startBackend(backend));
  const x = () => noise([2, 8, width], 5) as Tensor3D;

  test.each([1, 3, 4, 8, 100])('tiles of %i keys give what attention gives at once', async (tile) => {
    for (const config of [
      plain,
      { ...plain, causal: false },
      { ...plain, window: 3 },
      { ...plain, scaled: false },
    ]) {
      const params = made(config);
      const found = await numbers(read(params, { ...config, tile }, x()));
      expect(largestDifference(found, await numbers(read(params, config, x())))).toBeLessThan(1e-5);
    }
  });

  test('the running sum of the last tile is that of all, and the maximum never falls', async () => {
    const kept = capture((name) => name.startsWith('running'));
    read(made(plain), { ...plain, tile: 3 }, x(), kept.probe);
    const [largest, total] = [kept.tensors.get('running_max'), kept.tensors.get('running_sum')];
    expect(largest?.shape).toEqual([2, 4, 8, 3]);
    const values = await numbers(largest as Tensor);
    for (let at = 0; at < values.length; at++)
      if (at % 3 > 0) expect(values[at]).toBeGreaterThanOrEqual(values[at - 1] ?? 0);
    expect(Math.min(...(await numbers(total as Tensor)))).toBeGreaterThan(0);
  });

  test('by tiles the gradients are those of small steps', async () => {
    await expectGradients(made(plain), (own) => weighed(read(own, { ...plain, tile: 3 }, x())), small);
  });

  test.each(sparse)('with the pattern $kind too', async (pattern) => {
    const config = { ...plain, sparse: pattern };
    await expectGradients(made(config), (own) => weighed(read(own, config, x())), small);
    // One kernel or op by op, a pattern of the config is the same as a mask by hand.
    const at = Array.from({ length: 8 }, (_, index) => index);
    const mask = attentionMask(config, {}, 0, 8, at);
    const byHand = at.flatMap((query) => at.map((key) => (seesKey(pattern, query, key) ? 1 : 0)));
    expect([...(await numbers(mask as Tensor))]).toEqual(byHand);
    expect(seenPairs(config, { start: 0, tokens: 8 })).toBe(byHand.filter((one) => one === 1).length);
    const params = made(config);
    const looked = capture(() => true);
    const apart = await numbers(read(params, config, x(), looked.probe));
    expect(largestDifference(await numbers(read(params, config, x())), apart)).toBeLessThan(1e-5);
  });

  test('a model reads the same with its cache, one token at a time, under a pattern', async () => {
    for (const pattern of sparse) {
      const config = withChoices(smallConfig('gpt2'), { sparse: pattern });
      const params = init(config, 3);
      const { tokens } = drawnInputs(config, 1, 9, 4);
      const whole = await numbers(forward(params, config, { tokens }).logits);
      let state = emptyState(config, 1);
      const last: Tensor[] = [];
      for (let at = 0; at < 9; at++) {
        const one = slice(tokens, [0, at], [1, 1]) as Tensor2D;
        const output = forward(params, config, { tokens: one }, { state });
        last.push(output.logits);
        state = output.state as typeof state;
      }
      expect(largestDifference(await numbers(concat(last, 1)), whole)).toBeLessThan(1e-4);
    }
  });

  test('latent attention is attention whose keys and values come through a narrow map', async () => {
    const params = made(latent) as unknown as LatentAttentionParams;
    const through = (up: { weight: Tensor2D; bias?: Tensor1D }) => ({
      weight: matMul(params.down.weight, up.weight) as Tensor2D,
      bias: add(
        matMul((params.down.bias as Tensor1D).reshape([1, -1]) as Tensor2D, up.weight).reshape([-1]),
        up.bias as Tensor1D,
      ) as Tensor1D,
    });
    const whole = {
      query: params.query,
      key: through(params.key),
      value: through(params.value),
      output: params.output,
    } as unknown as ParamTree;
    const config = { ...plain, heads: 2, keyValueHeads: 2 };
    const own = await numbers(readLatent(params as unknown as ParamTree, x()).y);
    expect(largestDifference(own, await numbers(read(whole, config, x())))).toBeLessThan(1e-5);
  });

  test('latent attention reads token by token what it reads at once, and its gradients hold', async () => {
    const params = made(latent);
    const whole = await numbers(readLatent(params, x()).y);
    let state = emptyLatentState(latent, 2, 8);
    const steps: Tensor[] = [];
    for (let at = 0; at < 8; at++) {
      const { y, state: after } = readLatent(
        params,
        slice(x(), [0, at, 0], [2, 1, width]) as Tensor3D,
        at,
        state,
      );
      steps.push(y);
      state = after as LatentAttentionState;
    }
    expect(largestDifference(await numbers(concat(steps, 1)), whole)).toBeLessThan(1e-5);
    await expectGradients(params, (own) => weighed(readLatent(own, x()).y));
  });
});

test('what a pattern sees is what it is counted to see', () => {
  for (const pattern of sparse)
    for (let query = 0; query < 20; query++)
      expect(
        Array.from({ length: 20 }, (_, key) => seesKey(pattern, query, key)).filter(Boolean).length,
      ).toBe(seenKeys(pattern, query));
});

test('the bytes are those of the two algorithms, counted line by line', () => {
  const of = { length: 12, headSize: 4, bytesPerNumber: 1 };
  // Algorithm 0: Q and K in, S out; S in, P out; P and V in, O out.
  expect(naiveBytes(of)).toBe(48 + 48 + 144 + 144 + 144 + 144 + 48 + 48);
  let moved = 0;
  for (let from = 0; from < 12; from += 5) {
    moved += 2 * 4 * Math.min(5, 12 - from); // K_j, V_j
    moved += 12 * 4 + 2 * 12 * 4 + 4 * 12; // Q; O in and out; l and m in and out
  }
  expect(tiledBytes(of, 5)).toBe(moved);
});

test('choices that make no sense are refused in words', () => {
  const config = smallConfig('gpt2');
  expect(() => withChoices(config, { tile: 0 })).toThrow(/tile/);
  expect(() => withChoices(config, { sparse: { kind: 'blocks', size: 0.5 } })).toThrow(/whole/);
  expect(() => withChoices(config, { causal: false, sparse: { kind: 'blocks', size: 2 } })).toThrow(
    /earlier/,
  );
});
