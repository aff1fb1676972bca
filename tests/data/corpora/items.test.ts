import { describe, expect, it, vi } from 'vitest';
import { cmuDataset, readPronunciations } from '../../../src/data/corpora/cmu-dictionary.ts';
import {
  definitionOf,
  nounCategories,
  nounGlossDataset,
  nounGlossParts,
  readGlosses,
} from '../../../src/data/corpora/wordnet.ts';
import { encoderMarks } from '../../../src/data/labelled-texts.ts';
import {
  byWord,
  endId,
  phonemes,
  pronunciationTokenizer,
  startId,
} from '../../../src/data/pronunciations.ts';

vi.setConfig({ testTimeout: 120_000 }); // Only against standing still: the machine may be busy.

describe('WordNet glosses', () => {
  const split = nounGlossParts();

  it('are definitions without their examples', () => {
    expect(definitionOf('a large, smooth  rock; "he sat on it"; "a rock"  ')).toBe('a large, smooth rock');
    expect(definitionOf('(music) the "blue" note; flattened')).toBe('(music) the "blue" note; flattened');
    expect(
      readGlosses('  1 a notice\n00001740 03 n 01 entity 0 001 ~ 00001930 n 0000 | That which is'),
    ).toEqual([{ text: 'that which is', label: 0 }]);
  });

  it('have all 26 categories, and the right ones', () => {
    const all = [...split.training, ...split.validation, ...split.test];
    expect(all.length).toBe(82_192);
    for (const part of [split.training, split.validation, split.test]) {
      expect(new Set(part.map(({ label }) => label)).size).toBe(26);
    }
    const categoryOf = (text: string) => nounCategories[all.find((one) => one.text === text)?.label ?? -1];
    expect(categoryOf('an entity that has physical existence')).toBe('Tops');
    expect(categoryOf('a young dog')).toBe('animal');
    expect(categoryOf('a unit of time equal to 60 seconds or 1/60th of an hour')).toBe(
      all.some(({ text }) => text.startsWith('a unit of time equal to 60 seconds')) ? 'time' : undefined,
    );
  });

  it('stand on one side, however they are punctuated', () => {
    const words = (text: string) => (text.match(/[\p{L}\p{N}]+/gu) ?? []).join(' ');
    const trained = new Set(split.training.map(({ text }) => words(text)));
    expect([...split.validation, ...split.test].filter(({ text }) => trained.has(words(text)))).toEqual([]);
  });

  it('become rows of one length, with padding and a class each', () => {
    const dataset = nounGlossDataset({ pieces: 300 });
    const { tokenizer } = dataset;
    const batch = dataset.training(1, 0, 16, 40);
    expect(batch).toEqual(dataset.training(1, 0, 16, 40));
    expect(batch.length).toBeLessThanOrEqual(40);
    expect(batch.weights.every((weight) => weight === 0)).toBe(true);
    const mark = (name: keyof typeof encoderMarks) => tokenizer.vocabulary.indexOf(encoderMarks[name]);
    const labels = new Map(split.training.map(({ text, label }) => [text, label]));
    let whole = 0;
    for (let row = 0; row < 16; row++) {
      const tokens = [...batch.tokens.slice(row * batch.length, (row + 1) * batch.length)];
      const padding = [...(batch.padding?.slice(row * batch.length, (row + 1) * batch.length) ?? [])];
      const count = padding.filter((one) => one === 1).length;
      expect(padding).toEqual(tokens.map((_, at) => (at < count ? 1 : 0)));
      expect(tokens[0]).toBe(mark('first'));
      expect(tokens[count - 1]).toBe(mark('last'));
      expect(tokens.slice(count).every((id) => id === mark('padding'))).toBe(true);
      const text = tokenizer.decode(tokens.slice(1, count - 1));
      if (count < 40) expect(labels.get(text)).toBe(batch.classes?.[row]);
      if (count < 40) whole++;
    }
    expect(whole).toBeGreaterThan(4);
  });

  it('are each seen once an epoch, and every held-out one once in a cover', () => {
    const dataset = nounGlossDataset({ pieces: 300 });
    const classes = new Array<number>(26).fill(0);
    for (const batch of dataset.cover('test', 256, 32)) {
      for (const label of batch.classes ?? []) classes[label] = (classes[label] ?? 0) + 1;
    }
    const expected = nounCategories.map((_, label) => split.test.filter((one) => one.label === label).length);
    expect(classes).toEqual(expected);
  });
});

describe('the CMU dictionary', () => {
  const dataset = cmuDataset();
  const { training, validation, test } = dataset.items;

  it('has plain words, variants as pronunciations of their word, and no stress', () => {
    const entries = {
      read: 'R EH1 D',
      'read(2)': 'R IY1 D',
      'read(3)': 'R IY0 D',
      'dim(2)': 'D IH0 M # old, irish',
      "o'er": 'AO1 R',
      ab: 'AE1 B',
    };
    expect(readPronunciations(entries)).toEqual([
      { word: 'read', sounds: ['R', 'EH', 'D'] },
      { word: 'read', sounds: ['R', 'IY', 'D'] },
      { word: 'dim', sounds: ['D', 'IH', 'M'] },
    ]);
    const sounds = new Set([...training, ...test].flatMap((item) => item.sounds));
    expect([...sounds].sort()).toEqual([...phonemes].sort());
    expect(byWord(training).length + byWord(validation).length + byWord(test).length).toBeGreaterThan(
      100_000,
    );
    expect(byWord(test).length).toBeGreaterThan(5000);
  });

  it('has every word on one side', () => {
    const trained = new Set(training.map(({ word }) => word));
    expect([...validation, ...test].filter(({ word }) => trained.has(word))).toEqual([]);
  });

  it('becomes letters to read, and sounds to write one place later', () => {
    const { vocabulary } = pronunciationTokenizer();
    const batch = dataset.training(1, 3, 12, 16);
    expect(batch).toEqual(dataset.training(1, 3, 12, 16));
    const known = new Set(training.map(({ word, sounds }) => `${word} ${sounds.join(' ')}`));
    const source = batch.source ?? { length: 0, tokens: new Int32Array(), padding: new Float32Array() };
    for (let row = 0; row < 12; row++) {
      const letters = [...source.tokens.slice(row * source.length, (row + 1) * source.length)].filter(
        (_, at) => source.padding[row * source.length + at] === 1,
      );
      const places = Array.from({ length: batch.length }, (_, at) => row * batch.length + at);
      const asked = places.filter((at) => batch.weights[at] === 1).map((at) => batch.targets[at] ?? -1);
      const read = places.filter((at) => batch.weights[at] === 1).map((at) => batch.tokens[at] ?? -1);
      expect(letters.at(-1)).toBe(endId);
      expect(asked.at(-1)).toBe(endId);
      expect(read).toEqual([startId, ...asked.slice(0, -1)]);
      const names = (ids: readonly number[]) => ids.slice(0, -1).map((id) => vocabulary[id]);
      expect(known).toContain(`${names(letters).join('')} ${names(asked).join(' ')}`);
    }
  });

  it('is seen whole in an epoch', () => {
    const rows = 1000;
    const seen = new Set<string>();
    const batches = Math.floor(training.length / rows);
    for (let index = 0; index < batches; index++) {
      const { tokens, targets, length, source } = dataset.training(7, index, rows, 16);
      for (let row = 0; row < rows; row++) {
        const word = source?.tokens.slice(row * source.length, (row + 1) * source.length).join() ?? '';
        const sounds = targets.slice(row * length, (row + 1) * length).join();
        seen.add(`${word.replace(/(,0)+$/, '')} ${sounds.replace(/(,0)+$/, '')}`);
      }
      expect(tokens.length).toBe(rows * length);
    }
    expect(seen.size).toBe(batches * rows);
  });
});
