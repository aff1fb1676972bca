import { describe, expect, it } from 'vitest';
import {
  isHeldOut,
  readStory,
  type Split,
  stories,
  withoutHeldOut,
} from '../../../src/data/toytown/index.ts';
import { belongings, names } from '../../../src/data/toytown/lexicon.ts';
import { saysHeldOut } from '../../../src/data/toytown/splits.ts';

const texts = (split: Split, count: number) => stories(split, count).map(({ tokens }) => tokens.join(' '));

describe('the splits of Toytown', () => {
  const train = texts('train', 3000);
  it('have no story twice, and none in two of them', () => {
    const test = texts('test', 500);
    const validation = texts('validation', 500);
    const all = [...train, ...test, ...validation];
    expect(new Set(all).size).toBe(all.length);
  });

  it('leave out the stories that they are told to', () => {
    const [first = ''] = train;
    expect(stories('train', 3, 0, new Set([first]))[0]?.tokens.join(' ')).toBe(train[1]);
  });

  it('hold back a fiftieth of the combinations, spread over names, verbs and nouns', () => {
    const share = (held: readonly boolean[]) => held.filter(Boolean).length / held.length;
    const verbs = ['gives', 'wants', 'loses', 'finds'];
    const all = names.flatMap((name) =>
      verbs.flatMap((verb) =>
        belongings.map((noun) => ({ name, verb, held: isHeldOut(name.word, verb, noun.singular) })),
      ),
    );
    expect(Math.abs(share(all.map(({ held }) => held)) - 0.02)).toBeLessThan(0.006);
    for (const verb of verbs) {
      expect(
        Math.abs(share(all.filter((one) => one.verb === verb).map(({ held }) => held)) - 0.02),
      ).toBeLessThan(0.015);
    }
    for (const name of names) {
      expect(share(all.filter((one) => one.name === name).map(({ held }) => held))).toBeLessThan(0.1);
    }
  });

  it('never say a held-out combination in training, and always in `combinations`', () => {
    for (const text of train) {
      for (const [, name = '', verb = '', noun = ''] of text.matchAll(
        /(\w+) (gives|loses|wants|finds|reads|eats|feeds|wears|shows) the \w+ (\w+)/g,
      )) {
        expect(isHeldOut(name, verb, noun) && !noun.endsWith('s'), `${name} ${verb} ${noun}`).toBe(false);
      }
    }
    expect(stories('train', 500).some(saysHeldOut)).toBe(false);
    for (const story of stories('combinations', 20)) {
      expect(saysHeldOut(story)).toBe(true);
      expect(readStory(story.tokens, withoutHeldOut).refused).not.toBeNull();
    }
  });
});
