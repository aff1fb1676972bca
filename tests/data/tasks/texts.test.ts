/** Brackets and arithmetic as measured texts. */
import { describe, expect, it } from 'vitest';
import { drawArithmetic, drawQuestion, partOfQuestion } from '../../../src/data/tasks/arithmetic.ts';
import { drawBrackets, greatestDepth } from '../../../src/data/tasks/brackets.ts';
import { randomStream } from '../../../src/random.ts';

describe('brackets', () => {
  const closes: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

  it('close what was opened last, no deeper than is said, with the probabilities that they were drawn with', () => {
    const { words, logProbabilities } = drawBrackets(randomStream(1), 5_000);
    const open: string[] = [];
    let deepest = 0;
    words.forEach((word, at) => {
      const depth = open.length;
      const close = closes[word];
      if (close === undefined) expect(open.pop()).toBe(word);
      else open.push(close);
      deepest = Math.max(deepest, open.length);
      const either = depth > 0 && depth < greatestDepth ? 0.5 : 1;
      expect(Math.exp(logProbabilities[at] ?? 0)).toBeCloseTo(close === undefined ? either : either / 3, 12);
    });
    expect(deepest).toBe(greatestDepth);
  });

  it('are as surprising as their probabilities say: the mean of -log p is the entropy of the draws', () => {
    const { words, logProbabilities } = drawBrackets(randomStream(2), 50_000);
    const mean = -logProbabilities.reduce<number>((sum, one) => sum + (one ?? 0), 0) / words.length;
    // Half of the brackets open, one of three kinds; whether one opens is a coin at all but the two outer depths.
    const opening = words.filter((word) => word in closes).length / words.length;
    expect(mean).toBeGreaterThan(opening * Math.log(3));
    expect(mean).toBeLessThan(opening * Math.log(3) + Math.log(2));
  });
});

describe('arithmetic', () => {
  it('is right, digit by digit, and asks for answers alone', () => {
    const { words, logProbabilities } = drawArithmetic(randomStream(1), 4_000, 'training');
    expect(words.length).toBe(4_000);
    const told = words.map((word, at) => (logProbabilities[at] === null ? word : `<${word}>`)).join('');
    const items = told.split('<;>').slice(0, -1);
    expect(items.length).toBeGreaterThan(400);
    for (const item of items) {
      const [, a, sign, b, answer] = /^(\d+)([-+×])(\d+)=((?:<\d>)+)$/.exec(item) ?? [];
      const right = { '+': Number(a) + Number(b), '-': Number(a) - Number(b), '×': Number(a) * Number(b) };
      expect(answer?.replace(/[<>]/g, '')).toBe(String(right[sign as keyof typeof right]));
    }
  });

  it('never trains on a question of the test', () => {
    const random = randomStream(3);
    const drawn = (part: 'training' | 'test', count: number) =>
      new Set(Array.from({ length: count }, () => drawQuestion(random, part).question));
    const test = drawn('test', 4_000);
    const training = drawn('training', 20_000);
    expect(test.size).toBeGreaterThan(1_000);
    expect([...test].filter((one) => training.has(one))).toEqual([]);
    for (const one of test) expect(partOfQuestion(one)).toBe('test');
  });
});
