import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import {
  deleteSome,
  infill,
  maskSome,
  permuteSentences,
  poisson,
  rotate,
} from '../../../src/data/objectives/denoising.ts';
import { maskTokens } from '../../../src/data/objectives/masked-tokens.ts';
import { sentencePair, sentencesOf } from '../../../src/data/objectives/next-sentence.ts';
import { padRows } from '../../../src/data/objectives/pad-rows.ts';
import { corruptSpans, restoreSpans } from '../../../src/data/objectives/span-corruption.ts';
import { sentinels, withMarks } from '../../../src/data/objectives/special-tokens.ts';
import { randomStream } from '../../../src/random.ts';

vi.setConfig({ testTimeout: 120_000 }); // Only against standing still: the machine may be busy.

const words = 50;
const mask = 50;
const text = (length: number, seed = 1) => {
  const random = randomStream(seed);
  return Array.from({ length }, () => random.integer(words));
};
const texts = fc.array(fc.nat(words - 1), { minLength: 2, maxLength: 80 });
const seeds = fc.nat(1_000_000);
const sorted = (list: readonly number[]) => [...list].sort((a, b) => a - b);

describe('marks', () => {
  it('stand behind the words, each once', () => {
    const { vocabulary, words: count, id } = withMarks(['a', 'b'], ['<pad>', '<mask>']);
    expect(vocabulary).toEqual(['a', 'b', '<pad>', '<mask>']);
    expect(count).toBe(2);
    expect(id['<mask>']).toBe(3);
    expect(() => withMarks(['a', '<pad>'], ['<pad>'])).toThrow('<pad>');
    expect(() => withMarks(['a'], ['<pad>', '<pad>'])).toThrow('<pad>');
    expect(sentinels(2)).toEqual(['<extra_id_0>', '<extra_id_1>']);
  });

  it('pad texts to one length, or refuse', () => {
    const { tokens, padding } = padRows([[1, 2, 3], [4]], 3, 9);
    expect([...tokens]).toEqual([1, 2, 3, 4, 9, 9]);
    expect([...padding]).toEqual([1, 1, 1, 1, 0, 0]);
    expect(() => padRows([[1, 2]], 1, 0)).toThrow('does not fit');
  });
});

describe('masking', () => {
  const options = { mask, words, kept: new Set([7]) };

  it('chooses 15 % and never a mark; 80 % of those are masked, 10 % replaced, 10 % kept', () => {
    const counts = { chosen: 0, masked: 0, kept: 0, changed: 0, all: 0 };
    for (let seed = 0; seed < 400; seed++) {
      const original = text(100, seed);
      const { tokens, targets, weights } = maskTokens(original, randomStream(seed + 5000), options);
      expect(targets).toEqual(original);
      counts.all += original.filter((token) => token !== 7).length;
      original.forEach((token, place) => {
        if (weights[place] === 0) expect(tokens[place]).toBe(token);
        else {
          expect(token).not.toBe(7);
          counts.chosen += 1;
          if (tokens[place] === mask) counts.masked += 1;
          else if (tokens[place] === token) counts.kept += 1;
          else counts.changed += 1;
        }
      });
    }
    expect(counts.chosen / counts.all).toBeCloseTo(0.15, 2);
    expect(counts.masked / counts.chosen).toBeCloseTo(0.8, 1);
    // One in fifty random words is the word itself.
    expect(counts.changed / counts.chosen).toBeCloseTo(0.098, 1);
    expect(counts.kept / counts.chosen).toBeCloseTo(0.102, 1);
  });

  it('is the same for the same stream, and chooses one at least', () => {
    const one = maskTokens(text(20), randomStream(3), options);
    expect(maskTokens(text(20), randomStream(3), options)).toEqual(one);
    expect(maskTokens(text(20), randomStream(4), options)).not.toEqual(one);
    expect(maskTokens([1, 2], randomStream(0), options).weights).toContain(1);
  });
});

describe('next sentence', () => {
  const marks = { start: 60, separator: 61 };
  const story = [
    [1, 0],
    [2, 0],
    [3, 0],
    [4, 0],
  ];
  const other = [
    [11, 0],
    [12, 0],
    [13, 0],
  ];

  it('follows half of the time, and else is of the other text', () => {
    let follows = 0;
    for (let seed = 0; seed < 2000; seed++) {
      const pair = sentencePair(story, other, randomStream(seed), marks);
      const end = pair.tokens.indexOf(61);
      const [first, second] = [pair.tokens.slice(1, end), pair.tokens.slice(end + 1, -1)];
      expect(pair.tokens[0]).toBe(60);
      expect(pair.tokens.at(-1)).toBe(61);
      expect(pair.segments.indexOf(1)).toBe(end + 1);
      expect(pair.segments.length).toBe(pair.tokens.length);
      if (pair.follows) expect([...first, ...second]).toEqual(story.flat());
      else expect(other.flat().slice(-second.length)).toEqual(second);
      follows += pair.follows ? 1 : 0;
    }
    expect(follows / 2000).toBeCloseTo(0.5, 1);
  });

  it('sentences join to the text', () => {
    fc.assert(
      fc.property(texts, (tokens) => {
        expect(sentencesOf(tokens, 0).flat()).toEqual(tokens);
      }),
    );
  });
});

describe('span corruption', () => {
  const marks = Array.from({ length: 20 }, (_, index) => 100 + index);

  it('can be undone from source and target, for any text', () => {
    fc.assert(
      fc.property(texts, seeds, (tokens, seed) => {
        const corrupted = corruptSpans(tokens, randomStream(seed), { sentinels: marks });
        expect(restoreSpans(corrupted, marks)).toEqual(tokens);
        expect(corruptSpans(tokens, randomStream(seed), { sentinels: marks })).toEqual(corrupted);
      }),
    );
  });

  it('takes exactly 15 % in spans of 3 on average, at all places alike', () => {
    const taken = new Array<number>(100).fill(0);
    for (let seed = 0; seed < 3000; seed++) {
      const places = Array.from({ length: 100 }, (_, place) => place);
      const { source, target } = corruptSpans(places, randomStream(seed), {
        sentinels: marks.map((id) => id + 900),
      });
      const spans = source.filter((token) => token >= 1000);
      const dropped = target.filter((token) => token < 1000);
      expect(dropped.length).toBe(15);
      expect(spans.length).toBe(5);
      expect(target.at(-1)).toBe(1005);
      for (const place of dropped) taken[place] = (taken[place] ?? 0) + 1;
    }
    expect(taken[0]).toBe(0);
    for (const count of taken.slice(30, 70)) expect(count / 3000).toBeCloseTo(0.15, 1);
  });

  it('what does not fit together is not restored', () => {
    expect(restoreSpans({ source: [1, 100], target: [101, 5] }, marks)).toBeNull();
    expect(restoreSpans({ source: [1, 100], target: [5] }, marks)).toBeNull();
  });
});

describe('the five noises', () => {
  it('mask and delete the share that is asked for, and leave the rest in order', () => {
    fc.assert(
      fc.property(texts, seeds, (tokens, seed) => {
        const masked = maskSome(tokens, randomStream(seed), mask, 0.3);
        expect(masked.filter((token) => token === mask).length).toBe(Math.round(tokens.length * 0.3));
        masked.forEach((token, place) => {
          if (token !== mask) expect(token).toBe(tokens[place]);
        });
        const places = [...tokens.keys()];
        const left = deleteSome(places, randomStream(seed), 0.3);
        expect(left.length).toBe(tokens.length - Math.round(tokens.length * 0.3));
        expect(left).toEqual(sorted(left));
      }),
    );
  });

  it('infilling hides spans of 3 on average behind one mask each, and puts masks where nothing was', () => {
    let [hidden, masks] = [0, 0];
    for (let seed = 0; seed < 2000; seed++) {
      const places = Array.from({ length: 60 }, (_, place) => place + 1000);
      const damaged = infill(places, randomStream(seed), { mask, rate: 0.3 });
      const left = damaged.filter((token) => token !== mask);
      expect(left).toEqual(sorted(left));
      hidden += 60 - left.length;
      masks += damaged.length - left.length;
    }
    expect(hidden / 2000 / 60).toBeCloseTo(0.3, 1);
    // Masks hide Poisson(3) tokens; the last of each text is cut short.
    expect(hidden / masks).toBeGreaterThan(2.4);
    expect(hidden / masks).toBeLessThan(3.1);
  });

  it('permutation and rotation lose nothing', () => {
    fc.assert(
      fc.property(texts, seeds, (tokens, seed) => {
        const mixed = permuteSentences(sentencesOf(tokens, 0), randomStream(seed));
        expect(sorted(mixed)).toEqual(sorted(tokens));
        const turned = rotate(tokens, randomStream(seed));
        const twice = [...tokens, ...tokens];
        expect(twice.some((_, from) => turned.every((token, place) => twice[from + place] === token))).toBe(
          true,
        );
      }),
    );
    expect(rotate([1, 2, 3], randomStream(2))).toEqual(rotate([1, 2, 3], randomStream(2)));
  });

  it('every order of three sentences is as likely as another', () => {
    const orders = new Map<string, number>();
    for (let seed = 0; seed < 3000; seed++) {
      const order = permuteSentences([[1], [2], [3]], randomStream(seed)).join('');
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect(orders.size).toBe(6);
    for (const count of orders.values()) expect(count / 3000).toBeCloseTo(1 / 6, 1);
  });

  it('Poisson draws have its mean and its variance', () => {
    const random = randomStream(9);
    const draws = Array.from({ length: 20_000 }, () => poisson(3, random));
    const mean = draws.reduce((sum, one) => sum + one, 0) / draws.length;
    expect(mean).toBeCloseTo(3, 1);
    expect(draws.reduce((sum, one) => sum + (one - mean) ** 2, 0) / draws.length).toBeCloseTo(3, 0);
  });
});
