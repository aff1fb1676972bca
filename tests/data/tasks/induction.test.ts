import { describe, expect, it } from 'vitest';
import { drawInduction, inductionDataset } from '../../../src/data/tasks/induction.ts';
import { randomStream } from '../../../src/random.ts';

const options = { vocabulary: 40, shortest: 4, longest: 16 };
const dataset = inductionDataset(options);

describe('repeated random tokens', () => {
  it('are drawn anew for every seed and batch, and are the same for the same', () => {
    const [one, same] = [dataset.training(1, 0, 4, 48), dataset.training(1, 0, 4, 48)];
    expect(one).toEqual(same);
    expect(one.tokens).not.toEqual(dataset.training(1, 1, 4, 48).tokens);
    expect(one.tokens).not.toEqual(dataset.training(2, 0, 4, 48).tokens);
    expect(one.tokens).not.toEqual(dataset.heldOut(1, 4, 48)[0]?.tokens);
    expect(one).toMatchObject({ rows: 4, length: 48, floor: 0 });
    expect(one.tokens.length).toBe(4 * 48);
  });

  it('are asked for only where the last occurrence of a token tells what comes next', () => {
    const { rows, length, tokens, targets, weights } = dataset.training(3, 0, 200, 48);
    let asked = 0;
    for (let row = 0; row < rows; row++) {
      for (let at = 0; at < length; at++) {
        const here = row * length + at;
        if (at + 1 < length) expect(targets[here]).toBe(tokens[here + 1]);
        if (weights[here] === 0) continue;
        asked++;
        const places = Array.from({ length: at }, (_, before) => before).filter(
          (before) => tokens[row * length + before] === tokens[here],
        );
        // One place only: no guess is left, so the floor is 0.
        expect(places.length).toBe(1);
        expect(tokens[row * length + (places[0] ?? 0) + 1]).toBe(targets[here]);
      }
    }
    // Blocks of 4 to 16 tokens ask 3 to 15 times.
    expect(asked / rows).toBeGreaterThan(8);
    expect(asked / rows).toBeLessThan(10);
  });

  it('repeat at every distance and of every length', () => {
    const random = randomStream(5);
    const texts = Array.from({ length: 500 }, () => drawInduction(random, 49, options));
    expect(new Set(texts.map(({ length }) => length)).size).toBe(13);
    expect(new Set(texts.map(({ first, second }) => second - first)).size).toBeGreaterThan(30);
    expect(new Set(texts.map(({ first }) => first)).size).toBeGreaterThan(30);
    expect(texts.some(({ first, second, length }) => second === first + length)).toBe(true);
    expect(texts.some(({ second, length }) => second + length === 49)).toBe(true);
  });

  it('never stand in training and in what is held out', () => {
    const rowsOf = ({ tokens, rows, length }: ReturnType<typeof dataset.training>) =>
      Array.from({ length: rows }, (_, row) => tokens.slice(row * length, (row + 1) * length).join(' '));
    const held = new Set(dataset.heldOut(4, 64, 48).flatMap(rowsOf));
    const trained = Array.from({ length: 100 }, (_, index) => dataset.training(1, index, 64, 48)).flatMap(
      rowsOf,
    );
    expect(held.size).toBe(256);
    expect(trained.filter((row) => held.has(row))).toEqual([]);
  });

  it('say when a block cannot stand twice', () => {
    expect(() => dataset.training(1, 0, 1, 6)).toThrow('No block of 4 tokens stands twice in 7 of 40 kinds.');
    expect(() => inductionDataset({ ...options, vocabulary: 4 }).training(1, 0, 1, 48)).toThrow(RangeError);
  });
});
