import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wordTokenizer } from '../../src/data/tokenizers/word.ts';
import { dropUnknown, readText, replacePiece } from '../../src/widgets/kit/model-text.ts';

const tokenizer = wordTokenizer(['<story>', '.', 'mia', 'tom', 'has', 'a', 'ball'], '<story>');
const read = (text: string, context = 16) => readText(tokenizer, text, context);

describe('what a reader typed, as the model sees it', () => {
  test('begins with the mark of a text, once', () => {
    expect(read('mia has').words).toEqual(['<story>', 'mia', 'has']);
    expect(read('<story> mia has').words).toEqual(['<story>', 'mia', 'has']);
    expect(read('   ').tokens).toEqual([]);
  });

  test('unknown words are shown as such and left out', () => {
    const text = read('mia has a dragon .');
    expect(text.words).toEqual(['<story>', 'mia', 'has', 'a', '.']);
    expect(text.unknown.map((piece) => piece.text)).toEqual(['dragon']);
    expect(text.seen.filter((token) => token.use === 'unknown')).toHaveLength(1);
  });

  test('of a text beyond the context the last tokens are used, after the mark', () => {
    const long = read('mia has a ball . tom has a ball', 4);
    expect(long.words).toEqual(['<story>', 'has', 'a', 'ball']);
    expect(long.known).toBe(9);
    expect(long.seen.filter((token) => token.use === 'beyond context')).toHaveLength(6);
  });

  test('an unknown word is replaced or dropped where it stands', () => {
    const text = 'mia has  a dragon .';
    const [dragon] = read(text).unknown;
    if (!dragon) throw new Error('The dragon is known.');
    expect(replacePiece(text, dragon, 'ball')).toBe('mia has  a ball .');
    expect(replacePiece(text, dragon, null)).toBe('mia has  a .');
  });

  test.each([
    ['mia€tom', 'mia tom'],
    ['mia €tom', 'mia tom'],
    ['mia has a ball€.', 'mia has a ball.'],
    ['€mia', 'mia'],
  ])('of %j without what is unknown the words on both sides stay two', (text, left) => {
    expect(dropUnknown(text, read(text).unknown)).toBe(left);
  });

  test('any text: never more than the context, and dropping leaves nothing unknown', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom('mia', 'has', 'ball', '.', ' '), fc.string({ unit: 'binary' }))),
        fc.constantFrom('', ' '),
        (parts, between) => {
          const text = parts.join(between);
          const seen = read(text, 8);
          return seen.tokens.length <= 8 && read(dropUnknown(text, seen.unknown)).unknown.length === 0;
        },
      ),
    );
  }, 60_000);

  test('5,000 words are read in one go', () => {
    const text = read('mia has a ball . '.repeat(1000), 128);
    expect(text.tokens).toHaveLength(128);
    expect(text.known).toBe(5000);
  });
});
