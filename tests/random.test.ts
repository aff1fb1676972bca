import { describe, expect, it } from 'vitest';
import { randomStream, restoreRandomStream } from '../src/random.ts';

const first = (seed: number, count = 5) => {
  const random = randomStream(seed);
  return Array.from({ length: count }, () => random.next());
};

describe('randomStream', () => {
  it('follows xoshiro128** as its authors publish it', () => {
    // By hand from the state 1, 2, 3, 4: rotl(2 * 5, 7) * 9 = 11520; then s1 = 2 ^ (3 ^ 1) = 0 gives 0.
    const random = restoreRandomStream([1, 2, 3, 4]);
    expect(random.next() * 2 ** 32).toBe(11520);
    expect(random.next() * 2 ** 32).toBe(0);
    expect(random.next() * 2 ** 32).toBe(5927040);
  });

  it('repeats itself from a seed, and differs between seeds', () => {
    expect(first(7)).toEqual(first(7));
    expect(first(7)).not.toEqual(first(8));
    expect(first(0)).not.toEqual(first(2 ** 31));
  });

  it('goes on where its state was taken', () => {
    const random = randomStream(3);
    random.normal();
    const again = restoreRandomStream(random.state());
    expect(Array.from({ length: 9 }, random.next)).toEqual(Array.from({ length: 9 }, again.next));
  });

  it('is uniform, whole and normal as asked', () => {
    const random = randomStream(1);
    const counts = [0, 0, 0, 0, 0];
    const normals: number[] = [];
    for (let index = 0; index < 50_000; index += 1) {
      const place = random.integer(5);
      counts[place] = (counts[place] ?? 0) + 1;
      normals.push(random.normal());
    }
    for (const count of counts) expect(Math.abs(count / 10_000 - 1)).toBeLessThan(0.05);
    const mean = normals.reduce((sum, value) => sum + value, 0) / normals.length;
    const variance = normals.reduce((sum, value) => sum + (value - mean) ** 2, 0) / normals.length;
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(Math.abs(variance - 1)).toBeLessThan(0.03);
  });

  it('refuses what it cannot go on from or choose from', () => {
    expect(() => restoreRandomStream([0, 0, 0, 0])).toThrow('zeros');
    expect(() => restoreRandomStream([1, 2, 3])).toThrow('four whole numbers');
    expect(() => restoreRandomStream([1, 2, 3, -1])).toThrow('four whole numbers');
    expect(() => randomStream(1).choose([])).toThrow('nothing');
  });
});
