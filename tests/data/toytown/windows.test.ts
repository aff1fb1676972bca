import { describe, expect, it } from 'vitest';
import {
  entropyFloor,
  nextWindows,
  readStory,
  splitStream,
  stories,
  storyMark,
  vocabulary,
  withoutHeldOut,
} from '../../../src/data/toytown/index.ts';

const context = 128;
const windows = (batch: number, seed = 0) => nextWindows(splitStream('train', seed), { batch, context });

describe('windows', () => {
  it('begin with a story, hold whole stories and carry the log-probability of every target', () => {
    const { tokens, logProbabilities } = windows(20);
    for (let row = 0; row < 20; row += 1) {
      const words = Array.from(
        tokens.slice(row * (context + 1), (row + 1) * (context + 1)),
        (id) => vocabulary[id] ?? '',
      );
      expect(words[0]).toBe(storyMark);
      const expected: number[] = [];
      let start = 0;
      while (start < context) {
        const { story, refused } = readStory(words.slice(start), withoutHeldOut);
        expect(refused).toBeNull();
        expected.push(...story.logProbabilities.slice(1));
        start += story.tokens.length - 1;
      }
      const given = [...logProbabilities.slice(row * context, (row + 1) * context)];
      expect(given).toEqual(expected.map(Math.fround));
    }
  });

  it('come from the stream alone', () => {
    expect(windows(4)).toEqual(windows(4));
    expect(windows(4)).not.toEqual(windows(4, 1));
  });

  it('leave out the stories that are held out', () => {
    const [first] = stories('train', 1);
    const without = new Set([first?.tokens.join(' ') ?? '']);
    const others = nextWindows(splitStream('train', 0), { batch: 1, context, without });
    expect(others.tokens.slice(0, 20)).not.toEqual(windows(1).tokens.slice(0, 20));
  });

  it('give a floor with the error that it has', () => {
    const [one, other] = [entropyFloor(windows(200, 1)), entropyFloor(windows(200, 2))];
    expect(one.tokens).toBe(200 * context);
    expect(Math.abs(one.mean - other.mean)).toBeLessThan(
      4 * Math.hypot(one.standardError, other.standardError),
    );
    expect(one.mean).toBeGreaterThan(0.5);
    expect(one.standardError).toBeLessThan(0.01);
  });
});
