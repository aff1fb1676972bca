import { beforeAll, describe, expect, it, vi } from 'vitest';
import {
  type BilingualSentence,
  bilingualIds,
  bilingualStory,
  bilingualVocabulary,
  toytownFrench,
} from '../../../src/data/toytown/french/index.ts';
import { type Story, stories, vocabulary } from '../../../src/data/toytown/index.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 }); // Only against standing still.

let told: Story[];
let sentences: BilingualSentence[];

beforeAll(() => {
  told = stories('train', 600);
  sentences = told.flatMap(bilingualStory);
});

describe('Toytown French', () => {
  it('tells the story word for word as it is in English', () => {
    for (const story of told) {
      const english = bilingualStory(story).flatMap((one) => one.english);
      expect(english).toEqual(story.tokens.slice(1, -1));
    }
  });

  it('has a token for every word, and keeps the ids of Toytown', () => {
    expect(bilingualVocabulary.slice(0, vocabulary.length)).toEqual(vocabulary);
    for (const { french } of sentences)
      for (const word of french) expect(bilingualIds.get(word), word).toBeGreaterThanOrEqual(0);
    const longest = Math.max(
      ...told.map((story) => bilingualStory(story).flatMap((one) => one.french).length),
    );
    expect(longest + 2).toBeLessThanOrEqual(toytownFrench.longestStory);
  });

  it('aligns every word of either language with at least one of the other', () => {
    for (const { english, french, alignment } of sentences) {
      expect(alignment.length).toBe(french.length);
      const reached = new Set(alignment.flat());
      expect(reached).toEqual(new Set(english.keys()));
      for (const from of alignment) expect(from.length).toBeGreaterThan(0);
      const names = french.flatMap((word, at) => (english.includes(word) ? [[word, at] as const] : []));
      for (const [word, at] of names)
        if (
          /^[a-z]{3,}$/.test(word) &&
          !['train', 'robot', 'puzzle', 'village', 'zoo', 'cave'].includes(word)
        )
          expect(alignment[at]?.map((place) => english[place])).toEqual([word]);
    }
  });

  it('puts adjectives after their nouns and pronouns before their verbs, so that alignments cross', () => {
    const crossing = sentences.filter(({ alignment }) =>
      alignment.some((from, at) => at > 0 && Math.min(...from) < Math.min(...(alignment[at - 1] ?? []))),
    );
    expect(crossing.length / sentences.length).toBeGreaterThan(0.5);
    const gives = sentences.find(({ english }) => english.slice(1).join(' ') === 'gives it to her .');
    expect(gives?.french.slice(1).join(' ')).toMatch(/^l[ea] lui donne \.$/);
    expect(gives?.alignment.slice(1)).toEqual([[2], [3, 4], [1], [5]]);
  });

  it('agrees in gender and number', () => {
    for (const { sentence, french } of sentences) {
      const { thing, thingForm } = sentence;
      if (thing === undefined || thingForm !== 'colour' || thing.colour !== 'green') continue;
      const after = french[french.findIndex((word) => /^verte?s?$/.test(word)) - 1] ?? '';
      const colour = french.find((word) => /^verte?s?$/.test(word)) ?? '';
      expect(colour.endsWith('s'), french.join(' ')).toBe(thing.count !== 'a');
      expect(/[sx]$/.test(after), french.join(' ')).toBe(thing.count !== 'a');
      const articles = french[french.indexOf(after) - 1] ?? '';
      if (articles === 'la') expect(colour).toBe('verte');
      if (articles === 'le') expect(colour).toBe('vert');
    }
  });

  it('loses nothing: two English sentences are one French one only in whom a pronoun means, which the story tells', () => {
    const english = new Map<string, Set<string>>();
    for (const one of sentences) {
      const own = english.get(one.french.join(' ')) ?? new Set();
      english.set(one.french.join(' '), own.add(one.english.join(' ')));
    }
    for (const [french, meant] of english) {
      const neutral = new Set([...meant].map((text) => text.replace(/ to (him|her) /, ' to them ')));
      expect(neutral.size, `${french}: ${[...meant].join(' | ')}`).toBe(1);
    }
    const wholes = new Set(
      told.map((story) =>
        bilingualStory(story)
          .flatMap((one) => one.french)
          .join(' '),
      ),
    );
    expect(wholes.size).toBe(told.length);
  });
});
