import { describe, expect, it } from 'vitest';
import {
  everything,
  generateStory,
  nextDistribution,
  readStory,
  type Story,
  stories,
  storyMark,
  toytown,
  vocabulary,
  withoutHeldOut,
} from '../../../src/data/toytown/index.ts';
import { randomStream } from '../../../src/random.ts';

const many = stories('train', 2000);

const same = (a: readonly number[], b: readonly number[]) =>
  a.length === b.length && a.every((value, index) => value === b[index]);
const said = ({ sentences, references }: Story) => JSON.stringify([sentences, references]);

describe('the grammar of Toytown', () => {
  it('is read back into the same choices, log-probabilities and meaning, token by token', () => {
    for (const story of many) {
      const { story: read, refused, next } = readStory(story.tokens, withoutHeldOut);
      expect(refused).toBeNull();
      expect(next).toBeNull();
      expect(same(read.logProbabilities, story.logProbabilities)).toBe(true);
      expect(said(read)).toBe(said(story));
    }
  });

  it('gives probabilities that sum to 1, and never one word twice', () => {
    for (const { tokens } of many.slice(0, 200)) {
      const { distributions } = readStory(tokens, withoutHeldOut);
      expect(distributions).toHaveLength(tokens.length);
      const wrong = distributions.filter(({ words, probabilities }) => {
        const total = probabilities.reduce((sum, value) => sum + value, 0);
        return (
          Math.abs(total - 1) > 1e-10 || new Set(words).size < words.length || Math.min(...probabilities) <= 0
        );
      });
      expect(wrong).toEqual([]);
      expect(nextDistribution(tokens.slice(0, 9), withoutHeldOut)).toEqual(distributions[9]);
      expect(nextDistribution(tokens, withoutHeldOut)).toBeNull();
    }
  });

  it('samples what it says: the mean of -log p is the mean of the entropies', () => {
    // The differences have mean 0 and are uncorrelated from story to story.
    const differences = many.map(({ tokens, logProbabilities }) => {
      const { distributions } = readStory(tokens, withoutHeldOut);
      return distributions.reduce((sum, { probabilities }, index) => {
        const entropy = probabilities.reduce((total, value) => total - value * Math.log(value), 0);
        return sum - (logProbabilities[index] ?? 0) - entropy;
      }, 0);
    });
    const total = differences.reduce((sum, value) => sum + value, 0);
    const error = Math.sqrt(differences.reduce((sum, value) => sum + value ** 2, 0));
    expect(Math.abs(total)).toBeLessThan(4 * error);
    expect(error / differences.length).toBeLessThan(0.1);
  });

  it('says only words of its vocabulary, and every one of them', () => {
    const said = new Set(many.flatMap((story) => story.tokens));
    expect([...said].filter((word) => !vocabulary.includes(word))).toEqual([]);
    expect(vocabulary.filter((word) => !said.has(word))).toEqual([]);
    expect(vocabulary.length).toBeGreaterThanOrEqual(180);
    expect(vocabulary.length).toBeLessThanOrEqual(250);
  });

  it('tells 5 to 12 sentences between its marks', () => {
    for (const { sentences, tokens } of many) {
      expect(sentences.length).toBeGreaterThanOrEqual(toytown.sentences.minimum);
      expect(sentences.length).toBeLessThanOrEqual(toytown.sentences.maximum);
      expect(sentences[0]?.start).toBe(1);
      expect(sentences.at(-1)?.end).toBe(tokens.length - 1);
      expect([tokens[0], tokens.at(-1)]).toEqual([storyMark, storyMark]);
      expect(tokens.length).toBeLessThanOrEqual(toytown.longestStory);
    }
  });

  it('is told again by the same seed', () => {
    const tell = (seed: number) => generateStory(randomStream(seed), everything).tokens;
    expect(tell(4)).toEqual(tell(4));
    expect(tell(4)).not.toEqual(tell(5));
  });
});

describe('what a token looks back to', () => {
  const looks = (kind: string, check: (story: Story, said: string, back: string) => boolean) => {
    let found = 0;
    for (const story of many.slice(0, 1000)) {
      for (const reference of story.references.filter((one) => one.kind === kind)) {
        expect(reference.index).toBeLessThan(reference.token);
        const [said, back] = [story.tokens[reference.token] ?? '', story.tokens[reference.index] ?? ''];
        expect(check(story, said, back), `${said} -> ${back} in ${story.tokens.join(' ')}`).toBe(true);
        found += 1;
      }
    }
    expect(found).toBeGreaterThan(50);
  };
  const person = (story: Story, word: string) => story.world.people.find((one) => one.word === word);
  const thing = (story: Story, word: string) => story.world.things.find((one) => one.word === word);

  it('is the same name, noun, colour or place', () => {
    for (const kind of ['name', 'noun', 'colour', 'place'])
      looks(kind, (_story, said, back) => said === back);
  });
  it('is the person or the thing that a pronoun stands for', () => {
    looks('antecedent', (story, said, back) => {
      if (said === 'it' || said === 'them' || said === 'they')
        return (thing(story, back)?.count === 'a') === (said === 'it');
      return person(story, back)?.gender === (said === 'she' || said === 'her' ? 'feminine' : 'masculine');
    });
  });
  it('is the number that the noun or the verb agrees with', () => {
    looks('number', (story, said, back) =>
      said === 'is' || said === 'are'
        ? (thing(story, back)?.count === 'a') === (said === 'is')
        : story.world.things.some((one) => one.word === said && one.count === back),
    );
  });
  it('is the name of the owner', () => {
    looks('owner', (story, _said, back) => person(story, back) !== undefined);
  });
});
