import { describe, expect, it } from 'vitest';
import { batchStream, parts, shuffled, splitByKey, splitDocuments } from '../../src/data/parts.ts';
import { randomStream } from '../../src/random.ts';

describe('parts', () => {
  it('take their shares of the keys, whatever the order, and keep a key on one side', () => {
    const items = Array.from({ length: 20_000 }, (_, index) => `item ${index % 10_000}`);
    const shares = { validation: 0.05, test: 0.1 };
    const split = splitByKey(items, (item) => item, shares);
    const backwards = splitByKey([...items].reverse(), (item) => item, shares);
    for (const part of parts) expect(new Set(split[part])).toEqual(new Set(backwards[part]));
    for (const [part, share] of [
      ['validation', 0.05],
      ['test', 0.1],
    ] as const) {
      // Four standard deviations of 10,000 draws.
      expect(Math.abs(split[part].length / items.length - share)).toBeLessThan(4 * Math.sqrt(share / 10_000));
    }
    const trained = new Set(split.training);
    expect([...split.validation, ...split.test].filter((item) => trained.has(item))).toEqual([]);
    expect(parts.reduce((sum, part) => sum + split[part].length, 0)).toBe(items.length);
  });

  it('take documents of every stretch', () => {
    const numbers = Array.from({ length: 40 }, (_, index) => index);
    const { training, validation, test } = splitDocuments(numbers, { validation: 20, test: 10 });
    expect(test).toEqual([9, 19, 29, 39]);
    expect(validation).toEqual([5, 25]);
    expect(training.length).toBe(34);
  });
});

describe('the streams of batches', () => {
  it('differ for every part, seed and number', () => {
    const states = new Set<string>();
    for (const part of parts) {
      for (let seed = 0; seed < 20; seed++) {
        for (let index = 0; index < 50; index++) states.add(batchStream(part, seed, index).state().join());
      }
    }
    expect(states.size).toBe(3 * 20 * 50);
  });

  it('have numbers that look random from the first on', () => {
    const firsts = Array.from({ length: 4000 }, (_, index) => batchStream('training', 1, index).next());
    const mean = firsts.reduce((sum, value) => sum + value, 0) / firsts.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(4 / Math.sqrt(12 * firsts.length));
    let together = 0;
    firsts.slice(1).forEach((value, index) => {
      together += (value - 0.5) * ((firsts[index] ?? 0) - 0.5);
    });
    expect(Math.abs((12 * together) / firsts.length)).toBeLessThan(4 / Math.sqrt(firsts.length));
  });
});

describe('shuffling', () => {
  it('gives every place once, and every order as often', () => {
    const random = randomStream(3);
    const orders = new Map<string, number>();
    for (let draw = 0; draw < 6000; draw++) {
      const order = shuffled(3, random);
      expect([...order].sort()).toEqual([0, 1, 2]);
      orders.set(order.join(), (orders.get(order.join()) ?? 0) + 1);
    }
    expect(orders.size).toBe(6);
    for (const count of orders.values()) expect(Math.abs(count - 1000)).toBeLessThan(4 * Math.sqrt(1000));
  });
});
