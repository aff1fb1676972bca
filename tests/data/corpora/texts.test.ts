import { describe, expect, it, vi } from 'vitest';
import { mobyDickDataset, mobyDickParts } from '../../../src/data/corpora/moby-dick.ts';
import {
  stateOfTheUnionParts,
  stateOfTheUnionSpeeches,
  textsOf,
} from '../../../src/data/corpora/state-of-the-union.ts';
import type { Parts } from '../../../src/data/parts.ts';

vi.setConfig({ testTimeout: 120_000 }); // Only against standing still: the machine may be busy.

const wordsOf = (text: string) => text.split(/\s+/).filter((word) => word !== '');

/** The share of runs of `length` words in the held-out documents that stand in the training documents too. */
function shared({ training, validation, test }: Parts<string>, length: number): number[] {
  const runs = (text: string) => {
    const words = wordsOf(text);
    return Array.from({ length: Math.max(0, words.length - length + 1) }, (_, at) =>
      words.slice(at, at + length).join(' '),
    );
  };
  // The held-out runs are the fewer: they are kept, and the training text goes by.
  const heldOut = [...validation, ...test].map(runs);
  const unseen = new Set(heldOut.flat());
  for (const document of training) for (const run of runs(document)) unseen.delete(run);
  return heldOut.map((mine) => mine.filter((run) => !unseen.has(run)).length / mine.length);
}

describe('Moby Dick', () => {
  const split = mobyDickParts();

  it('has every chapter once, whole, in one part', () => {
    const all = [...split.training, ...split.validation, ...split.test];
    const headings = all.flatMap((chapter) => /^CHAPTER (\d+)\./.exec(chapter)?.[1] ?? []);
    expect(new Set(headings).size).toBe(135);
    expect(all.length).toBe(138);
    for (const chapter of all) expect(chapter).toMatch(/\S\n\n$/);
    const share = split.test.join('').length / all.join('').length;
    expect(share).toBeGreaterThan(0.05);
    expect(share).toBeLessThan(0.15);
  });

  it('repeats nothing of length from what is held out', () => {
    for (const share of shared(split, 12)) expect(share).toBeLessThan(0.002);
  });

  it('is read by characters that training has', () => {
    const dataset = mobyDickDataset({ pieces: null });
    expect(dataset.ids('test').length).toBe([...split.test.join('')].length);
    expect(dataset.tokenizer.vocabulary.length).toBeLessThan(100);
    const { tokens } = dataset.training(1, 0, 2, 64);
    expect(split.training.join('')).toContain(dataset.tokenizer.decode([...tokens.slice(0, 64)]));
  });
});

describe('the State of the Union', () => {
  const split = stateOfTheUnionParts();

  it('has a speech for each year, with president and party', () => {
    const speeches = stateOfTheUnionSpeeches();
    expect(speeches.length).toBe(233);
    expect(speeches[0]).toMatchObject({ year: 1790, president: 'George Washington', party: 'none' });
    expect(speeches.at(-1)?.year).toBe(2021);
    const years = speeches.map(({ year }) => year);
    expect(years).toEqual([...years].sort((a, b) => a - b));
    for (const { text } of speeches) expect(text.length).toBeGreaterThan(5000);
  });

  it('holds out a tenth of the speeches, of every era, none of them in training', () => {
    expect(split.test.length).toBe(23);
    // Every tenth speech: no year is more than ten from one that is held out, though a decade may have none.
    const years = split.test.map(({ year }) => year);
    for (const { year } of stateOfTheUnionSpeeches()) {
      expect(Math.min(...years.map((other) => Math.abs(other - year))), `${year}`).toBeLessThanOrEqual(10);
    }
    const trained = new Set(split.training.map(({ text }) => text));
    expect([...split.validation, ...split.test].filter(({ text }) => trained.has(text))).toEqual([]);
  });

  it('shares with training what presidents quote from earlier speeches, and no more', () => {
    // Grant in 1875 and McKinley in 1899 quote at length: one run of twelve words in sixteen.
    const shares = shared(textsOf(split), 12);
    for (const share of shares) expect(share).toBeLessThan(0.08);
    expect(shares.reduce((sum, share) => sum + share, 0) / shares.length).toBeLessThan(0.01);
  });
});
