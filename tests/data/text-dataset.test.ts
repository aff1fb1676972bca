import { describe, expect, it } from 'vitest';
import { bitsPerCharacter, splitText, textDataset } from '../../src/data/text-dataset.ts';
import { trainBytePair } from '../../src/data/tokenizers/byte-pair.ts';
import { characterTokenizer, characterVocabulary } from '../../src/data/tokenizers/character.ts';
import { stories } from '../../src/data/toytown/index.ts';

const documents = {
  training: stories('train', 40).map(({ tokens }) => tokens.join(' ')),
  validation: stories('validation', 10).map(({ tokens }) => tokens.join(' ')),
  test: stories('test', 10).map(({ tokens }) => `${tokens.join(' ')} 😀é`),
};
const mark = '<text>';
const tokenizer = trainBytePair(documents.training, { size: 320, marks: [mark], begin: mark });
const dataset = textDataset(documents, tokenizer);

describe('a text as a data set', () => {
  it('has the documents one after another, each after the mark', () => {
    expect(tokenizer.decode([...dataset.ids('test')])).toBe(documents.test.map((one) => mark + one).join(''));
    expect(dataset.characters('test')).toBe([...documents.test.join('')].length);
    expect(dataset.vocabulary).toBe(320);
  });

  it('draws windows of the training text, the same for the same seed and number', () => {
    const batch = dataset.training(1, 0, 8, 24);
    expect(batch).toEqual(dataset.training(1, 0, 8, 24));
    expect(batch.tokens).not.toEqual(dataset.training(1, 1, 8, 24).tokens);
    const whole = `,${dataset.ids('training').join()},`;
    for (let row = 0; row < 8; row++) {
      const tokens = batch.tokens.slice(row * 24, (row + 1) * 24);
      expect(whole).toContain(`,${tokens.join()},${batch.targets[(row + 1) * 24 - 1]},`);
      expect(batch.targets.slice(row * 24, (row + 1) * 24 - 1)).toEqual(tokens.slice(1));
    }
  });

  it('holds out windows of the validation text, from its beginning to its end', () => {
    const ids = dataset.ids('validation');
    const batches = dataset.heldOut(2, 4, 24);
    expect(batches).toEqual(dataset.heldOut(2, 4, 24));
    expect(batches[0]?.tokens.slice(0, 24)).toEqual(ids.slice(0, 24));
    expect(batches[1]?.targets.slice(-24)).toEqual(ids.slice(-24));
  });

  it.each([
    [3, 24, 12],
    [4, 17, 0],
    [2, 30, 29],
    [5, 100, 1],
  ])(
    'asks for every token but the first exactly once: %i rows of %i, overlapping by %i',
    (rows, length, overlap) => {
      const ids = dataset.ids('test');
      const asked: number[] = [];
      for (const batch of dataset.cover('test', { rows, length, overlap })) {
        expect(batch.tokens.length).toBe(rows * length);
        batch.targets.forEach((target, at) => {
          if (batch.weights[at] === 1) asked.push(target);
        });
      }
      expect(asked).toEqual([...ids.slice(1)]);
    },
  );

  it('leaves out what the tokenizer does not know, and does not count it', () => {
    const characters = textDataset(documents, characterTokenizer(characterVocabulary(documents.training)));
    const unknown = 2 * documents.test.length;
    expect(characters.characters('test')).toBe(dataset.characters('test') - unknown);
    expect(characters.ids('test').length).toBe(characters.characters('test'));
  });

  it('says when a text is too short', () => {
    const short = textDataset({ training: ['ab'], validation: [], test: [] }, tokenizer);
    expect(() => short.training(1, 0, 1, 24)).toThrow(
      'The training text has 3 tokens: too few for windows of 24.',
    );
    expect(() => short.heldOut(1, 1, 2)).toThrow(RangeError);
    expect(short.training(1, 0, 1, 2).tokens).toEqual(short.ids('training').slice(0, 2));
  });

  it('turns nats a token into bits a character', () => {
    // 10 tokens at one nat each for 20 characters.
    expect(bitsPerCharacter(1, 10, 20)).toBeCloseTo(0.5 / Math.LN2, 12);
  });
});

describe('a single text', () => {
  const text = Array.from({ length: 400 }, (_, index) => `word${index}`).join(' ');

  it('is cut at spaces, and every word is in one part', () => {
    const split = splitText(text);
    const words = Object.values(split).map((pieces) => pieces.join(' ').trim().split(/\s+/));
    expect(words.flat().length).toBe(400);
    expect(new Set(words.flat()).size).toBe(400);
    expect(split.training.length).toBe(18);
    expect(split.validation.length).toBe(1);
    expect(split.test.length).toBe(1);
  });

  it('loses nothing where it has no spaces', () => {
    const { training, validation, test } = splitText('a'.repeat(50));
    expect([training, validation, test].flat().join('').length).toBe(50);
  });
});
