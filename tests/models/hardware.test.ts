import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeFlops, prefillFlops } from '../../src/models/count.ts';
import { presets } from '../../src/models/presets.ts';
import { costsOf } from '../../src/models/roofline.ts';
import { bitsEach, largestInteger, rounded } from '../../src/models/rounding.ts';
import {
  acceptance,
  check,
  type Distribution,
  drawFrom,
  expectedTokens,
  residual,
  speculate,
} from '../../src/models/speculative.ts';
import { randomStream } from '../../src/random.ts';

describe('the operations of the roofline', () => {
  const config = presets.find(({ id }) => id === 'llama-7b')?.config;
  if (!config) throw new Error('There is no LLaMA-7B.');
  const total = (tokens: number, start: number, rows = 1) =>
    costsOf(config, { tokens, start, rows, bytesEach: 2 })?.reduce(
      (sum, { operations }) => sum + operations,
      0,
    );

  test('add up to those of the count, in prefill and in decode', () => {
    expect(total(512, 0)).toBe(prefillFlops(config, 512).total);
    expect(total(1, 700)).toBe(decodeFlops(config, 700).total);
    expect(total(1, 700, 8)).toBe(8 * decodeFlops(config, 700).total);
  });

  test('in decode a weight is read for every two operations: one a byte in 16 bits; a batch shares the weights', () => {
    const intensity = (rows: number) => {
      const costs = costsOf(config, { tokens: 1, start: 100, rows, bytesEach: 2 }) ?? [];
      const own = costs.find(({ name }) => name === 'feed-forward');
      return (own?.operations ?? 0) / (own?.bytes ?? 1);
    };
    expect(intensity(1)).toBeCloseTo(1, 2);
    expect(intensity(16)).toBeGreaterThan(15);
  });

  test('say nothing of what they do not know', () => {
    const mamba = presets.find(({ id }) => id === 'mamba-130m')?.config;
    expect(mamba && costsOf(mamba, { tokens: 1, start: 0, rows: 1, bytesEach: 2 })).toBeNull();
  });
});

describe('rounding', () => {
  const weights = fc.array(fc.float({ min: -4, max: 4, noNaN: true }), { minLength: 1, maxLength: 70 });

  test('moves no weight by more than half a step of its group', () => {
    fc.assert(
      fc.property(
        weights,
        fc.integer({ min: 2, max: 8 }),
        fc.integer({ min: 1, max: 40 }),
        (values, bits, group) => {
          const before = Float32Array.from(values);
          const after = rounded(before, { bits, group });
          before.forEach((value, index) => {
            const from = index - (index % group);
            const largest = before
              .subarray(from, from + group)
              .reduce((most, each) => Math.max(most, Math.abs(each)), 0);
            expect(Math.abs(value - (after[index] ?? 0))).toBeLessThanOrEqual(
              largest / largestInteger(bits) / 2 + 1e-6,
            );
          });
        },
      ),
    );
  });

  test('takes so many bits a weight, and 16 bits leave the weights alone', () => {
    const values = Float32Array.from([0.1, -0.7, 3]);
    expect(rounded(values, { bits: 16, group: 32 })).toBe(values);
    expect(bitsEach({ bits: 4, group: 32 })).toBe(4.5);
    expect(largestInteger(4)).toBe(7);
  });
});

/** Chi-squared of counts against a distribution; the bound is of 1 % by Wilson and Hilferty. */
function rejects(counts: readonly number[], expected: readonly number[]): boolean {
  const drawn = counts.reduce((sum, count) => sum + count, 0);
  const statistic = counts.reduce((sum, count, index) => {
    const mean = drawn * (expected[index] ?? 0);
    return sum + (mean === 0 ? 0 : (count - mean) ** 2 / mean);
  }, 0);
  const freedom = counts.length - 1;
  const bound = freedom * (1 - 2 / (9 * freedom) + 2.326 * Math.sqrt(2 / (9 * freedom))) ** 3;
  return statistic > bound;
}

describe('speculative decoding', () => {
  const target = [0.5, 0.2, 0.2, 0.1];
  const draft = [0.1, 0.6, 0.1, 0.2];

  test('a checked token is distributed as the target’s, though the draft’s is not', () => {
    const random = randomStream(3);
    const [kept, guessed] = [
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ];
    let accepted = 0;
    const draws = 100_000;
    for (let draw = 0; draw < draws; draw++) {
      const drafted = drawFrom(draft, random.next());
      guessed[drafted] = (guessed[drafted] ?? 0) + 1;
      const { token, accepted: stays } = check(drafted, target, draft, random);
      kept[token] = (kept[token] ?? 0) + 1;
      if (stays) accepted++;
    }
    expect(rejects(kept, target)).toBe(false);
    expect(rejects(guessed, target)).toBe(true);
    expect(accepted / draws).toBeCloseTo(acceptance(target, draft), 2);
    expect([...residual(target, draft)].map((value) => Number(value.toFixed(6)))).toEqual([0.4, 0, 0.1, 0]);
  });

  test('whole texts are distributed as the target’s, in fewer passes', async () => {
    // Distributions that depend on the last token, so that a wrong position would show.
    const turn = (weights: readonly number[], by: number) =>
      weights.map((_, index) => weights[(index + by) % 4] ?? 0);
    const reader =
      (weights: readonly number[]) =>
      async (text: readonly number[], from: number): Promise<readonly Distribution[]> =>
        text.slice(from).map((token) => turn(weights, token));
    const random = randomStream(5);
    const counts = Array<number>(16).fill(0);
    let passes = 0;
    let tokens = 0;
    for (let sample = 0; sample < 8000; sample++) {
      const text = [0];
      while (text.length < 3) {
        const round = await speculate(text, 2, reader(draft), reader(target), random);
        passes++;
        tokens += round.accepted + 1;
        text.push(...round.drafted.slice(0, round.accepted), round.written);
      }
      const pair = 4 * (text[1] ?? 0) + (text[2] ?? 0);
      counts[pair] = (counts[pair] ?? 0) + 1;
    }
    const expected = Array.from({ length: 16 }, (_, pair) => {
      const [first, second] = [Math.floor(pair / 4), pair % 4];
      return (turn(target, 0)[first] ?? 0) * (turn(target, first)[second] ?? 0);
    });
    expect(rejects(counts, expected)).toBe(false);
    expect(tokens / passes).toBeCloseTo(expectedTokens(acceptance(target, draft), 2), 1);
  });

  test('a draft that is the target is always kept', async () => {
    const same = async (text: readonly number[], from: number) => text.slice(from).map(() => target);
    const round = await speculate([1], 4, same, same, randomStream(1));
    expect(round.accepted).toBe(4);
  });
});
