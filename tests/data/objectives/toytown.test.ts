import { describe, expect, it, vi } from 'vitest';
import { determinedBlanks } from '../../../src/data/objectives/determined-blanks.ts';
import {
  denoisedLength,
  denoisedMark,
  denoisedToytown,
  denoisedVocabulary,
  noises,
} from '../../../src/data/objectives/toytown-denoised.ts';
import {
  framed,
  mark,
  maskedLength,
  maskedToytown,
  maskedVocabulary,
} from '../../../src/data/objectives/toytown-masked.ts';
import { heldOutStories, trainingStories } from '../../../src/data/objectives/toytown-stories.ts';
import { checkStory, storyMark, vocabulary } from '../../../src/data/toytown/index.ts';
import { randomStream } from '../../../src/random.ts';

vi.setConfig({ testTimeout: 120_000 }); // Only against standing still: the machine may be busy.

const said = (story: readonly number[]) => story.map((id) => vocabulary[id] ?? '');

describe('stories', () => {
  it('are whole, and held-out ones are not in training', () => {
    const held = new Set(
      heldOutStories(3, 8)
        .flat()
        .map((story) => said(story).join(' ')),
    );
    for (const story of trainingStories(1, 0, 40)) {
      expect(checkStory([...said(story), storyMark])).toEqual({ ok: true, complete: true });
      expect(held.has(said(story).join(' '))).toBe(false);
    }
    expect(trainingStories(1, 0, 4)).toEqual(trainingStories(1, 0, 4));
  });
});

describe('rows that are shorter than stories', () => {
  const rows = 40;
  const masked = { corpus: 10, copies: null };
  it.each([
    ['damaged', denoisedToytown],
    ['masked', maskedToytown({ pairs: false, ...masked })],
    ['masked, in pairs', maskedToytown({ pairs: true, ...masked })],
  ])('%s: hold what comes first', (_, dataset) => {
    expect(Math.max(...trainingStories(1, 0, rows).map((story) => story.length))).toBeGreaterThan(32);
    const batch = dataset.training(1, 0, rows, 32);
    expect(batch.length).toBe(32);
    expect(batch.source?.length ?? 32).toBe(32);
    expect(batch.weights.some((weight) => weight > 0)).toBe(true);
  });
});

describe('masked Toytown', () => {
  const rows = 6;
  const length = maskedLength;
  const row = (values: ArrayLike<number>, index: number, width: number) =>
    Array.from(values).slice(index * width, (index + 1) * width);

  it('asks for what it hides, and for nothing else', () => {
    const batch = maskedToytown({ pairs: false, corpus: 10, copies: null }).training(1, 0, rows, length);
    const stories = trainingStories(1, 0, rows);
    for (let index = 0; index < rows; index++) {
      const text = framed(stories[index] ?? []);
      expect(row(batch.targets, index, batch.length).slice(0, text.length)).toEqual(text);
      row(batch.tokens, index, batch.length).forEach((token, place) => {
        const hidden = token !== text[place] && place < text.length;
        if (hidden) expect(batch.weights[index * batch.length + place]).toBe(1);
        if (place >= text.length) expect(token).toBe(mark['<pad>']);
      });
      const count = row(batch.weights, index, batch.length).reduce((sum, one) => sum + one, 0);
      expect(count).toBe(Math.round((text.length - 2) * 0.15));
    }
    expect(batch.segments).toBeUndefined();
    expect(Math.max(...batch.tokens)).toBeLessThan(maskedVocabulary.length);
  });

  it('static masks come back with the copy of the corpus, dynamic ones never', () => {
    const fixed = maskedToytown({ pairs: false, corpus: 4, copies: 2 });
    const fresh = maskedToytown({ pairs: false, corpus: 4, copies: null });
    const tokens = (dataset: typeof fixed, index: number) => [
      ...dataset.training(3, index, 2, length).tokens,
    ];
    expect(tokens(fixed, 1)).not.toEqual(tokens(fixed, 5));
    expect(tokens(fixed, 1)).toEqual(tokens(fixed, 9));
    expect(tokens(fresh, 1)).not.toEqual(tokens(fresh, 9));
    const targets = (index: number) => [...fresh.training(3, index, 2, length).targets];
    expect(targets(1)).toEqual(targets(9));
  });

  it('pairs have segments, separators and an answer', () => {
    const batch = maskedToytown({ pairs: true, corpus: 100, copies: 10 }).training(2, 5, 40, length);
    const follows = [...(batch.nextSentence ?? [])];
    expect(new Set(follows)).toEqual(new Set([0, 1]));
    for (let index = 0; index < 40; index++) {
      const targets = row(batch.targets, index, batch.length);
      const segments = row(batch.segments ?? [], index, batch.length);
      const first = targets.indexOf(mark['<sep>']);
      expect(targets[0]).toBe(mark['<cls>']);
      expect(segments[first]).toBe(0);
      expect(segments[first + 1]).toBe(1);
      const end = row(batch.padding ?? [], index, batch.length).lastIndexOf(1);
      expect(targets[end]).toBe(mark['<sep>']);
      if (follows[index] === 1) {
        const words = [...targets.slice(1, first), ...targets.slice(first + 1, end)];
        expect(checkStory(said(words)).ok).toBe(true);
      }
    }
  });
});

describe('denoised Toytown', () => {
  it('tells the story whatever became of its source', () => {
    const batch = denoisedToytown.training(1, 0, 30, denoisedLength);
    const stories = trainingStories(1, 0, 30);
    stories.forEach((story, row) => {
      const from = row * batch.length;
      const told = [...batch.targets.subarray(from, from + story.length + 1)];
      expect(told).toEqual([...story, denoisedMark['</s>']]);
      expect([...batch.tokens.subarray(from, from + story.length + 1)]).toEqual([
        denoisedMark['<s>'],
        ...story,
      ]);
      const weights = batch.weights.subarray(from, from + batch.length);
      expect(weights.reduce((sum, one) => sum + one, 0)).toBe(story.length + 1);
    });
    expect(batch.source?.tokens[0]).toBe(denoisedMark['<s>']);
    expect(Math.max(...(batch.source?.tokens ?? []))).toBeLessThan(denoisedVocabulary.length);
  });

  it('each noise changes most stories, and its stream decides how', () => {
    const stories = trainingStories(2, 0, 20);
    for (const [name, damage] of Object.entries(noises)) {
      const changed = stories.filter((story, seed) => {
        expect(damage(story, randomStream(seed))).toEqual(damage(story, randomStream(seed)));
        return damage(story, randomStream(seed)).join() !== story.join();
      });
      expect(changed.length, name).toBeGreaterThan(16);
    }
  });
});

describe('blanks that the world determines', () => {
  it('allow no other word, and all others do', () => {
    for (const story of heldOutStories(1, 3).flat()) {
      const words = said(story);
      const determined = new Set(determinedBlanks(words));
      words.forEach((word, place) => {
        const fits = vocabulary.filter((other) => {
          const verdict = checkStory([...words.slice(0, place), other, ...words.slice(place + 1), storyMark]);
          return verdict.ok && verdict.complete && other !== storyMark;
        });
        expect(fits).toContain(word);
        expect(determined.has(place), `${word} at ${place}`).toBe(fits.length === 1);
      });
      expect(determined.size).toBeGreaterThan(0.3 * words.length);
      expect(determined.size).toBeLessThan(words.length);
    }
  });
});
