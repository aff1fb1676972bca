import { describe, expect, it, vi } from 'vitest';
import type { Batch } from '../../src/data/batch.ts';
import { answering } from '../../src/data/text-to-text/answering.ts';
import { mistakes } from '../../src/data/text-to-text/correcting.ts';
import {
  heldOutExamples,
  idsOf,
  textToTextDataset,
  textToTextVocabulary,
  unseenCombinations,
} from '../../src/data/text-to-text/dataset.ts';
import { alignmentOf, drawPassage, english, french } from '../../src/data/text-to-text/passages.ts';
import { anyExtent } from '../../src/data/text-to-text/tasks.ts';
import { stories } from '../../src/data/toytown/index.ts';
import { nounOf } from '../../src/data/toytown/lexicon.ts';
import { isHeldOut } from '../../src/data/toytown/splits.ts';
import { randomStream } from '../../src/random.ts';

vi.setConfig({ testTimeout: 120_000 }); // Only against standing still.

const told = stories('train', 200);
const dataset = textToTextDataset({ corruptionSteps: 2 });

function pairsOf({ rows, length, targets, weights, source }: Batch): { source: string; target: string }[] {
  const word = (id: number) => textToTextVocabulary[id] ?? '';
  return Array.from({ length: rows }, (_, row) => ({
    source: Array.from(source?.tokens ?? [])
      .slice(row * (source?.length ?? 0), (row + 1) * (source?.length ?? 0))
      .filter((_, at) => source?.padding[row * source.length + at] === 1)
      .map(word)
      .join(' '),
    target: Array.from(targets.slice(row * length, (row + 1) * length))
      .filter((_, at) => weights[row * length + at] === 1)
      .map(word)
      .join(' '),
  }));
}

describe('passages', () => {
  it('hold what their pronouns stand for, and know which word stands for which', () => {
    const random = randomStream(1);
    for (const story of told) {
      const passage = drawPassage(random, story, anyExtent);
      const words = english(passage);
      const people = new Set(words.filter((word) => story.world.people.some((one) => one.word === word)));
      if (words.some((word) => ['he', 'she', 'him', 'her'].includes(word)))
        expect(people.size).toBeGreaterThan(0);
      const alignment = alignmentOf(passage);
      expect(alignment.length).toBe(french(passage).length);
      french(passage).forEach((word, at) => {
        if (people.has(word)) expect(alignment[at]?.map((place) => words[place])).toEqual([word]);
      });
    }
  });
});

describe('tasks', () => {
  it('ask what the text tells', () => {
    const random = randomStream(2);
    let asked = 0;
    for (const story of told) {
      const { source, target } = answering(random, story, anyExtent);
      const text = source.join(' ');
      const answer = target.join(' ');
      const [, thing] = /who has the (\w+ \w+) \?/.exec(text) ?? [];
      // What is given by a pronoun is told by it alone.
      if (thing !== undefined && !/gives (it|them) to (her|him) \.$/.test(text)) {
        const had = [...text.matchAll(/(\w+) (?:has|finds|keeps) (?:the|a|two|three) (\w+ \w+)/g)];
        const last = had.filter((match) => match[2] === thing && match[1] !== 'who').at(-1)?.[1];
        const given = new RegExp(`gives the ${thing} to (\\w+) \\.$`).exec(text)?.[1];
        expect(answer, text).toBe(given ?? last);
        asked += 1;
      }
      if (text.includes('where are they')) expect(text).toContain(answer.replace('in ', ' '));
    }
    expect(asked).toBeGreaterThan(50);
  });

  it('spoil a word of a right text, and no other', () => {
    for (const { source, target } of heldOutExamples('correct', 200)) {
      const text = source.slice(1);
      const changed = text.filter((word, at) => word !== target[at]);
      expect(text.length).toBe(target.length);
      expect(changed.length).toBeLessThanOrEqual(1);
    }
    const random = randomStream(3);
    const found = told.flatMap((story) => mistakes(drawPassage(random, story, anyExtent)));
    expect(new Set(found.map(({ word }) => word)).size).toBeGreaterThan(20);
  });

  it('translate, among what is held out, what training never says', () => {
    for (const { source } of unseenCombinations(100)) {
      const unseen = source.some((verb, at) => {
        const noun = source.slice(at, at + 6).find((word) => nounOf(word));
        return noun !== undefined && isHeldOut(source[at - 1] ?? '', verb, nounOf(noun)?.singular ?? '');
      });
      expect(unseen, source.join(' ')).toBe(true);
    }
  });
});

describe('the data set', () => {
  it('hides spans first, then sets tasks', () => {
    for (const { source, target } of pairsOf(dataset.training(1, 1, 20, 0))) {
      expect(source).toContain('<extra_id_0>');
      expect(target).toMatch(/^<extra_id_0> .* <extra_id_1>/);
    }
    const prefixes = pairsOf(dataset.training(1, 2, 200, 0)).map(({ source }) => source.split(' ')[0]);
    expect(new Set(prefixes)).toEqual(new Set(['translate:', 'answer:', 'correct:']));
    expect(dataset.training(1, 5, 4, 0)).toEqual(dataset.training(1, 5, 4, 0));
  });

  it('never tells in training a whole text of the test that has two sentences or more', () => {
    const long = (text: string) => text.split(' . ').length > 2;
    const trained = new Set(
      Array.from({ length: 60 }, (_, index) => pairsOf(dataset.training(1, 2 + index, 32, 0)))
        .flat()
        .map(({ source }) => source)
        .filter(long),
    );
    const held = heldOutExamples('translate', 300)
      .map(({ source }) => `${source.join(' ')} </s>`)
      .filter(long);
    expect(held.length).toBeGreaterThan(80);
    expect(held.filter((text) => trained.has(text))).toEqual([]);
  });

  it('refuses words that it does not know', () => {
    expect(() => idsOf(['mia', 'spaceship'])).toThrow('"spaceship" is not in the vocabulary.');
  });
});
