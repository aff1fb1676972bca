import { beforeAll, expect, it } from 'vitest';
import { architectures } from '../../../src/models/architectures.ts';
import { memory, startBackend } from '../../../src/models/tf.ts';
import { countedMixer, growthSlope, timedMixer } from '../../../src/training/measures/growth.ts';

const sizes = { vocabulary: 8, context: 64, width: 8, layers: 1, heads: 2 };

beforeAll(() => startBackend('wasm'));

it('the slope is the power with which a cost grows, over the last two doublings alone', () => {
  const lengths = [1, 2, 4, 8, 16];
  expect(growthSlope(lengths, [999, 7, 3 * 16, 3 * 64, 3 * 256])).toBeCloseTo(2, 12);
  expect(growthSlope(lengths, [0.1, 9, 5, 5, 5])).toBeCloseTo(0, 12);
});

it('what is counted of a text: all pairs for attention, each token for Mamba', () => {
  // Two heads of four numbers: scores, and values by them, for the ten pairs of four tokens.
  expect(countedMixer(architectures.llama.config(sizes), 4).mixing).toBe(4 * 8 * 10);
  const mamba = architectures.mamba.config(sizes);
  expect(countedMixer(mamba, 64).all).toBe(16 * countedMixer(mamba, 4).all);
});

it('times every length by the clock that it is given, and leaves no tensor behind', () => {
  const before = memory().numTensors;
  let now = 0;
  const clock = () => {
    now += 1;
    return now;
  };
  const times = timedMixer(architectures.hyena.config(sizes), [8, 16, 32], { rounds: 2, seed: 1, clock });
  expect(times).toEqual([1, 1, 1]);
  // Two readings for each of three lengths, in the first round, which is not counted, and in two more.
  expect(now).toBe(18);
  expect(memory().numTensors).toBe(before);
});
