import { describe, expect, it, vi } from 'vitest';
import type { Batch } from '../../src/data/batch.ts';
import { domainDataset, domainNames, domains, domainVocabulary } from '../../src/data/domains.ts';
import { toytownFrench } from '../../src/data/toytown/french/index.ts';
import { readStory, storyMark, withoutHeldOut } from '../../src/data/toytown/index.ts';

vi.setConfig({ testTimeout: 240_000 }); // Only against standing still.

const length = 128;

function rowsOf({ rows, tokens, targets, weights }: Batch) {
  return Array.from({ length: rows }, (_, row) => {
    const cut = (values: Int32Array | Float32Array) =>
      Array.from(values.subarray(row * length, (row + 1) * length));
    const words = (ids: Int32Array) => cut(ids).map((id) => domainVocabulary[id] ?? '');
    return { words: [...words(tokens), words(targets).at(-1) ?? ''], asked: cut(weights) };
  });
}

/** The whole stories of a row, as texts. */
function storiesOf(words: readonly string[], mark: string): string[] {
  return words.join(' ').split(mark).slice(1, -1);
}

describe('the four domains', () => {
  it('have a quarter of the rows each, which their first token tells', () => {
    const batch = domainDataset.training(1, 0, 8, length);
    expect(rowsOf(batch).map(({ words }) => words[0])).toEqual(
      [...domainNames, ...domainNames].map((name) => domains[name].mark),
    );
    expect(batch).toEqual(domainDataset.training(1, 0, 8, length));
    expect(batch.tokens).not.toEqual(domainDataset.training(1, 1, 8, length).tokens);
  });

  it('have the floor of what they ask for: that of Toytown is what its parser says', () => {
    const [batch] = domainDataset.heldOutOf('english', 1, 4, length);
    if (batch === undefined) throw new Error('There is no batch.');
    let [total, count] = [0, 0];
    for (const { words, asked } of rowsOf(batch)) {
      expect(asked.every((one) => one === 1)).toBe(true);
      let rest = words;
      while (rest.length > 1) {
        const { story } = readStory(rest, withoutHeldOut);
        total -= story.logProbabilities.slice(1).reduce((sum, one) => sum + one, 0);
        count += story.tokens.length - 1;
        rest = rest.slice(story.tokens.length - 1);
      }
    }
    expect(count).toBe(4 * length);
    expect(batch.floor).toBeCloseTo(total / count, 10);
  });

  it('ask for whole French sentences, and for what an answer is', () => {
    const french = rowsOf(domainDataset.heldOutOf('french', 1, 4, length)[0] as Batch);
    for (const { words, asked } of french) {
      const last = asked.lastIndexOf(1) + 1;
      expect(['.', toytownFrench.storyMark]).toContain(words[last]);
      expect(asked.slice(0, last).every((one) => one === 1)).toBe(true);
    }
    const [sums] = domainDataset.heldOutOf('arithmetic', 1, 4, length);
    expect(sums?.floor).toBe(0);
    expect(sums?.weights.some((one) => one === 0)).toBe(true);
  });

  it('never tell a held-out story in training, in either language', () => {
    const told = (batches: readonly Batch[], mark: string) =>
      batches
        .flatMap(rowsOf)
        .filter(({ words }) => words[0] === mark)
        .flatMap(({ words }) => storiesOf(words, mark));
    const training = Array.from({ length: 40 }, (_, index) => domainDataset.training(1, index, 16, length));
    for (const mark of [storyMark, toytownFrench.storyMark]) {
      const held = new Set(told(domainDataset.heldOut(6, 16, length), mark));
      const trained = told(training, mark);
      expect(held.size).toBeGreaterThan(30);
      expect(trained.length).toBeGreaterThan(200);
      expect(trained.filter((story) => held.has(story))).toEqual([]);
    }
  });
});
