import { describe, expect, test } from 'vitest';
import { stateBytes } from '../../src/models/count.ts';
import { hybridToytown } from '../../src/training/recipes/hybrid-toytown.ts';
import {
  dearestToken,
  keptByLayer,
  lookBack,
  mixersOf,
  ownConfig,
  passOf,
  placeOf,
  places,
  shippedConfig,
  toytownModel,
  withoutLayers,
} from '../../src/widgets/kit/hybrid-data.ts';

describe('where attention stands', () => {
  test('it stands where it was put, and only there', () => {
    const initials = places.map((place) =>
      mixersOf(ownConfig(place))
        .map(([initial]) => initial)
        .join(''),
    );
    expect(initials).toEqual(['mmmm', 'ammm', 'mamm', 'mmam', 'mmma', 'aaaa']);
  });

  test.each(places)('and %s is read back from the mixers', (place) => {
    expect(placeOf(mixersOf(ownConfig(place)))).toBe(place);
  });

  test('a shipped stack is the one that its recipe trains', () => {
    const { config } = hybridToytown;
    const { vocabulary, context, width, layers } = config;
    const [mlp] = layers.flatMap(({ channelMixer }) =>
      'hidden' in channelMixer ? [channelMixer.hidden] : [],
    );
    const row = { vocabulary, context, width, layers: layers.length, heads: 4, hidden: mlp ?? 0 };
    const made = shippedConfig({ ...toytownModel, ...row }, placeOf(mixersOf(config)));
    expect(made.layers).toEqual(config.layers);
    expect(mixersOf(made)).toEqual(['mamba', 'mamba', 'attention', 'mamba']);
  });
});

test('a state keeps what it kept after the first token, a cache grows by the same with each; together it is what is counted of the model', () => {
  const config = ownConfig('3');
  const [once, later, twice] = [1, 1000, 2000].map((length) => keptByLayer(config, length));
  expect(later?.[0]).toBe(once?.[0]);
  // Keys and values of 32 numbers, 4 bytes each.
  expect(later?.[2]).toBe(1000 * 2 * 32 * 4);
  expect(twice?.[2]).toBe(2 * (later?.[2] ?? 0));
  expect(later?.reduce((sum, bytes) => sum + bytes, 0)).toBe(stateBytes(config, 1000));
});

test('a layer that is off adds nothing to the stream, by the name of its own mixer', () => {
  expect(withoutLayers(['mamba', 'attention', 'none'], [1, 0, 2])).toEqual([
    { kind: 'ablate', name: 'blocks.1.attn_out', places: [] },
    { kind: 'ablate', name: 'blocks.0.ssm_out', places: [] },
  ]);
});

const logits = { shape: [1, 2, 3], data: Float32Array.of(9, 0, 0, 0, 0, Math.log(2)) };
const pass = (...losses: number[]) =>
  passOf({
    model: 'any',
    step: null,
    tokens: [0, 1],
    tensors: { logits },
    losses: Float32Array.from(losses),
    milliseconds: 1,
    backend: 'wasm',
  });

test('a pass has the mean of its losses, and what is likeliest after the last token', () => {
  const { loss, says } = pass(1, 3);
  expect(loss).toBe(2);
  expect(says.id).toBe(2);
  expect(says.probability).toBeCloseTo(0.5, 6);
});

test('the token that costs the most more is counted from the text’s first, which has no loss', () => {
  expect(dearestToken(pass(1, 4, 2), pass(0.5, 1, 2))).toEqual({ position: 2, more: 3 });
});

test('where the last token looks is read in the last row, over the mean of the heads', () => {
  // Two heads, two queries, two keys: the first row looks at key 0 alone.
  const data = Float32Array.of(1, 0, 0.25, 0.75, 1, 0, 0.5, 0.5);
  expect(lookBack({ shape: [1, 2, 2, 2], data })).toEqual({ position: 1, weight: 0.625 });
});
