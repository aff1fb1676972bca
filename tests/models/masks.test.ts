import { beforeAll, describe, expect, it } from 'vitest';
import type { ModelConfig } from '../../src/models/config.ts';
import { forward, init, type ModelInputs } from '../../src/models/model.ts';
import { alibiSlopes } from '../../src/models/parts/position.ts';
import { relativeBucket } from '../../src/models/parts/relative-buckets.ts';
import { capture } from '../../src/models/probe.ts';
import { startBackend, type Tensor2D, type Tensor4D, tensor, tidy } from '../../src/models/tf.ts';
import { drawnInputs, drawnTokens, largestDifference, smallConfig } from './small-rows.ts';

const length = 6;

async function logitsOf(config: ModelConfig, inputs: ModelInputs): Promise<number[]> {
  const logits = tidy(() => forward(init(config, 21), config, inputs).logits);
  const values = Array.from(await logits.data());
  logits.dispose();
  return values;
}

async function patternOf(config: ModelConfig, inputs: ModelInputs): Promise<number[]> {
  const { probe, tensors } = capture((name) => name === 'blocks.0.attn.pattern');
  tidy(() => forward(init(config, 21), config, inputs, { probe }).logits).dispose();
  const pattern = tensors.get('blocks.0.attn.pattern');
  if (pattern === undefined) throw new Error('There is no pattern.');
  const values = Array.from(await pattern.data());
  pattern.dispose();
  return values;
}

/** [1, 1, query, key] */
const painted = (rows: readonly (readonly number[])[]): Tensor4D =>
  tensor(rows.flat(), [1, 1, rows.length, rows[0]?.length ?? 0]) as Tensor4D;

describe('masks', () => {
  beforeAll(() => startBackend('cpu'));

  it('hide what is padding: another token there changes nothing elsewhere', async () => {
    const config = smallConfig('bert');
    const padding = tensor([1, 1, 1, 1, 0, 0], [1, length], 'int32') as Tensor2D;
    const text = (last: number) => tensor([1, 2, 3, 4, last, last], [1, length], 'int32') as Tensor2D;
    const one = await logitsOf(config, { tokens: text(5), paddingMask: padding });
    const other = await logitsOf(config, { tokens: text(6), paddingMask: padding });
    const seen = 4 * config.vocabulary;
    expect(largestDifference(one.slice(0, seen), other.slice(0, seen))).toBe(0);
    expect(largestDifference(one.slice(seen), other.slice(seen))).toBeGreaterThan(0.01);
  });

  it('painted by hand decide who is seen, beside causality', async () => {
    const self = Array.from({ length }, (_, row) =>
      Array.from({ length }, (__, column) => (row === column ? 1 : 0)),
    );
    const inputs = { tokens: drawnTokens(1, length, 3), mask: { painted: painted(self) } };
    const pattern = await patternOf(smallConfig('gpt2'), inputs);
    const expected = Array.from({ length: 4 }, () => self.flat()).flat();
    expect(largestDifference(pattern, expected)).toBe(0);
  });

  it('let a query that may see nothing see nothing', async () => {
    const rows = Array.from({ length }, (_, row) => Array.from({ length }, () => (row === 2 ? 0 : 1)));
    const inputs = { tokens: drawnTokens(1, length, 3), mask: { painted: painted(rows) } };
    const pattern = await patternOf(smallConfig('gpt2'), inputs);
    expect(pattern.slice(2 * length, 3 * length)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(pattern.every((weight) => Number.isFinite(weight))).toBe(true);
  });

  it('of a window hide what is too far, in both directions where both are read', async () => {
    const config = smallConfig('bert', { layers: 1 });
    const layers = config.layers.map((layer) =>
      layer.mixer.kind === 'attention' ? { ...layer, mixer: { ...layer.mixer, window: 2 } } : layer,
    );
    const pattern = await patternOf({ ...config, layers }, { tokens: drawnTokens(1, length, 4) });
    pattern.forEach((weight, index) => {
      const query = Math.floor(index / length) % length;
      const far = Math.abs(query - (index % length)) > 1;
      expect(weight > 0).toBe(!far);
    });
  });

  it('of the source cover what the encoder and the decoder see of it', async () => {
    const config = smallConfig('t5');
    const { tokens } = drawnInputs(config, 1, length, 5);
    const padding = tensor([1, 1, 1, 0], [1, 4], 'int32') as Tensor2D;
    const source = (last: number) => tensor([7, 8, 9, last], [1, 4], 'int32') as Tensor2D;
    const one = await logitsOf(config, { tokens, source: source(1), paddingMask: padding });
    const other = await logitsOf(config, { tokens, source: source(2), paddingMask: padding });
    expect(largestDifference(one, other)).toBe(0);
    const open = await logitsOf(config, { tokens, source: source(2) });
    expect(largestDifference(one, open)).toBeGreaterThan(1e-4);
  });
});

describe('positions', () => {
  it('fall into the buckets of the paper: near ones alone, far ones together, the two directions apart', () => {
    const position = { kind: 'buckets', buckets: 32, maximumDistance: 128 } as const;
    const causal = [0, 1, 15, 16, 20, 127, 128, 1000].map((steps) => relativeBucket(-steps, position, true));
    expect(causal).toEqual([0, 1, 15, 16, 17, 31, 31, 31]);
    expect(relativeBucket(5, position, true)).toBe(0);
    const both = [-128, -8, -7, 0, 7, 8, 128].map((distance) => relativeBucket(distance, position, false));
    expect(both).toEqual([15, 8, 7, 0, 23, 24, 31]);
  });

  it('have the slopes of Press et al.', () => {
    expect(alibiSlopes(8)).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((power) => 2 ** -power));
    expect(alibiSlopes(3)).toEqual([2 ** -4, 2 ** -8, 2 ** -2]);
  });

  it('past the last that a model has learned are refused in a sentence', () => {
    const config = smallConfig('gpt2', { context: 4 });
    const run = () => tidy(() => forward(init(config, 1), config, { tokens: drawnTokens(1, 5, 6) }).logits);
    expect(run).toThrow('This model was built for 4 positions, not 5.');
  });
});
