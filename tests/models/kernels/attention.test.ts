import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { AttentionConfig } from '../../../src/models/config.ts';
import { fusedAttention } from '../../../src/models/kernels/attention.ts';
import { cachedAttention } from '../../../src/models/kernels/cached-attention.ts';
import { fusedRotate } from '../../../src/models/kernels/rotary.ts';
import { attend, splitHeads } from '../../../src/models/parts/attention.ts';
import {
  cachePositions,
  emptyAttentionState,
  writeCache,
} from '../../../src/models/parts/attention-state.ts';
import { attentionMask, type MaskChoice } from '../../../src/models/parts/mask.ts';
import { rotate } from '../../../src/models/parts/position.ts';
import { noProbe } from '../../../src/models/probe.ts';
import {
  concat,
  dispose,
  mul,
  reshape,
  type Scalar,
  startBackend,
  sum,
  type Tensor,
  type Tensor3D,
  type Tensor4D,
  tensor,
  tidy,
  transpose,
  valueAndGrads,
} from '../../../src/models/tf.ts';
import { randomTensor } from '../../support/backends.ts';
import { largestDifference } from '../small-rows.ts';

vi.setConfig({ testTimeout: 120_000 }); // Only against standing still: the machine may be busy.

const base: AttentionConfig = {
  kind: 'attention',
  heads: 4,
  keyValueHeads: 4,
  headSize: 6,
  window: null,
  causal: true,
  scaled: true,
  bias: false,
  outputBias: false,
};

/** Longer than two blocks of queries, and no multiple of anything. */
const length = 75;
const batch = 2;

const padding = (): Tensor4D =>
  tensor(
    Float32Array.from({ length: batch * length }, (_, index) =>
      index % length < 60 || index < length ? 1 : 0,
    ),
    [batch, 1, 1, length],
  ) as Tensor4D;
const painted = (): Tensor4D =>
  tensor(
    Float32Array.from({ length: length * length }, (_, index) => (index % 3 === 0 ? 0 : 1)),
    [1, 1, length, length],
  ) as Tensor4D;

interface Case {
  readonly changes: Partial<AttentionConfig>;
  readonly choice?: () => MaskChoice;
}

const cases: Record<string, Case> = {
  causal: { changes: {} },
  'grouped, unscaled': { changes: { keyValueHeads: 2, scaled: false } },
  'one key-value head, with a window': { changes: { keyValueHeads: 1, window: 9 } },
  'a window of one': { changes: { window: 1 } },
  'in both directions': { changes: { causal: false } },
  'a window in both directions': { changes: { causal: false, window: 5 } },
  padded: { changes: { causal: false }, choice: () => ({ padding: padding() }) },
  'padded and causal': { changes: { keyValueHeads: 2 }, choice: () => ({ padding: padding() }) },
  'painted, with a window': { changes: { window: 40 }, choice: () => ({ painted: painted() }) },
};

const drawn = (config: AttentionConfig, rows = length): [Tensor3D, Tensor3D, Tensor3D] => {
  const [wide, narrow] = [config.heads * config.headSize, config.keyValueHeads * config.headSize];
  return [wide, narrow, narrow].map((width, index) => randomTensor([batch, rows, width], 10 + index)) as [
    ...[Tensor3D, Tensor3D, Tensor3D],
  ];
};

/** [batch, heads, seq, headSize] -> [batch, seq, heads x headSize] */
const joined = (z: Tensor4D): Tensor3D =>
  reshape(transpose(z, [0, 2, 1, 3]), [z.shape[0], z.shape[2], z.shape[1] * z.shape[3]]) as Tensor3D;

const positions = (count: number) => Array.from({ length: count }, (_, index) => index);

/** By the definition of `parts/attention.ts`, op by op. */
function plain(q: Tensor, k: Tensor, v: Tensor, config: AttentionConfig, mask: Tensor4D | null): Tensor3D {
  return joined(
    attend({
      q: splitHeads(q as Tensor3D, config.heads),
      k: splitHeads(k as Tensor3D, config.keyValueHeads),
      v: splitHeads(v as Tensor3D, config.keyValueHeads),
      mask,
      bias: null,
      scaled: config.scaled,
      probe: noProbe,
    }),
  );
}

async function same(found: readonly Tensor[], wanted: readonly Tensor[]): Promise<void> {
  expect(found).toHaveLength(wanted.length);
  for (const [index, own] of found.entries()) {
    const other = wanted[index];
    expect(own.shape).toEqual(other?.shape);
    expect(largestDifference(await own.data(), (await other?.data()) ?? [])).toBeLessThan(2e-5);
  }
}

describe('attention in one kernel', () => {
  beforeAll(() => startBackend('wasm'));

  it.each(Object.entries(cases))('%s: z and all gradients are those of the plain ops', async (_, one) => {
    const config = { ...base, ...one.changes };
    const inputs = drawn(config);
    const choice = one.choice?.() ?? {};
    const whole = attentionMask(config, choice, 0, length, positions(length));
    const weights = randomTensor([batch, length, config.heads * config.headSize], 20);
    const run = (z: (q: Tensor, k: Tensor, v: Tensor) => Tensor) =>
      valueAndGrads((q: Tensor, k: Tensor, v: Tensor) => sum(mul(z(q, k, v), weights)) as Scalar)(inputs);
    const given = Object.keys(choice).length === 0 ? null : whole;
    const ours = run((q, k, v) => fusedAttention(q as Tensor3D, k as Tensor3D, v as Tensor3D, given, config));
    const wanted = run((q, k, v) => plain(q, k, v, config, whole));
    await same(ours.grads, wanted.grads);
    const alone = tidy(() => fusedAttention(...inputs, given, config));
    const expected = tidy(() => plain(...inputs, config, whole));
    await same([alone], [expected]);
  });

  it.each([
    ['causal', {}, 80],
    ['grouped', { keyValueHeads: 2 }, 80],
    ['with a window', { keyValueHeads: 1, window: 9 }, 80],
    ['with a window of one', { window: 1 }, 80],
    ['past the end of its slots', {}, 20],
  ] as const)('%s: a cache gives z and the next cache', async (_, changes, context) => {
    const config: AttentionConfig = { ...base, ...changes };
    let state = emptyAttentionState(config, batch, context);
    let other = emptyAttentionState(config, batch, context);
    let start = 0;
    for (const count of [7, 1, 1, 40, 1, 3]) {
      const [q, k, v] = drawn(config, count);
      const made = cachedAttention({ q, k, v }, state, config, start);
      const wanted = tidy(() => {
        const [splitK, splitV] = [splitHeads(k, config.keyValueHeads), splitHeads(v, config.keyValueHeads)];
        const keys = [
          ...cachePositions(other.key.shape[2], start),
          ...positions(count).map((index) => start + index),
        ];
        const z = attend({
          q: splitHeads(q, config.heads),
          k: concat([other.key, splitK], 2) as Tensor4D,
          v: concat([other.value, splitV], 2) as Tensor4D,
          mask: attentionMask(config, {}, start, count, keys),
          bias: null,
          scaled: true,
          probe: noProbe,
        });
        return { z: joined(z), ...writeCache(other, splitK, splitV, start) };
      });
      await same([made.z, made.key, made.value], [wanted.z, wanted.key, wanted.value]);
      dispose([q, k, v, made.z, wanted.z, ...Object.values(state), ...Object.values(other)]);
      state = { key: made.key, value: made.value };
      other = { key: wanted.key, value: wanted.value };
      start += count;
    }
  });

  it('turns positions, and its gradient turns back', async () => {
    const x = randomTensor([batch, 5, 24], 30) as Tensor3D;
    const weights = randomTensor([batch, 5, 24], 31);
    const run = (turn: (own: Tensor3D) => Tensor) =>
      valueAndGrads((own: Tensor) => sum(mul(turn(own as Tensor3D), weights)) as Scalar)([x]);
    const ours = run((own) => fusedRotate(own, 6, 10_000, 3));
    const wanted = run((own) => joined(rotate(splitHeads(own, 4), 10_000, 3)));
    await same([ours.value, ...ours.grads], [wanted.value, ...wanted.grads]);
    const turned = tidy(() => joined(rotate(splitHeads(x, 4), 10_000, 3)));
    await same([fusedRotate(x, 6, 10_000, 3)], [turned]);
  });
});
