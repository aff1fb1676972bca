import { array, assert, integer, oneof, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance } from '../../../src/data/tokenizers/edit-distance.ts';
import { TokenizerError, tokenizerFromJSON } from '../../../src/data/tokenizers/index.ts';
import { stories, toytownTokenizer, vocabulary } from '../../../src/data/toytown/index.ts';

const tokenizer = toytownTokenizer();
const texts = (text: string) => tokenizer.encode(text).map((piece) => piece.text);

/** Every offset that is not inside a surrogate pair. */
const borders = (text: string): Set<number> => {
  let offset = 0;
  return new Set([0, ...[...text].map((character) => (offset += character.length))]);
};

/** Any code point, lone surrogates too; a third of them plain letters and marks, a third among the emoji. */
const character = oneof(
  integer({ min: 0, max: 0x10ffff }),
  integer({ min: 0x20, max: 0x7e }),
  integer({ min: 0x1f1e6, max: 0x1f64f }),
);

describe('the word tokenizer', () => {
  it('reads words and punctuation in any case, with their places in what was typed', () => {
    const typed = '  Mia has a RED ball.';
    const pieces = tokenizer.encode(typed);
    expect(pieces.map((piece) => piece.text)).toEqual(['mia', 'has', 'a', 'red', 'ball', '.']);
    expect(pieces.map(({ start, end }) => typed.slice(start, end))).toEqual([
      'Mia',
      'has',
      'a',
      'RED',
      'ball',
      '.',
    ]);
    for (const { text, id } of pieces) expect(vocabulary[id ?? -1]).toBe(text);
  });

  it('reads a mark as one piece, and a stray < as an unknown one', () => {
    expect(tokenizer.encode('<story> mia').map(({ id }) => id)).toEqual([
      vocabulary.indexOf('<story>'),
      vocabulary.indexOf('mia'),
    ]);
    expect(texts('<stor')).toEqual(['<', 'stor']);
  });

  it('encodes what it decodes', () => {
    for (const { tokens } of stories('test', 50)) {
      const ids = tokens.map((word) => vocabulary.indexOf(word));
      const text = tokenizer.decode(ids);
      expect(tokenizer.encode(text).map(({ id }) => id)).toEqual(ids);
      expect(text).not.toContain(' .');
    }
    expect(() => tokenizer.decode([vocabulary.length])).toThrow(RangeError);
  });

  it('keeps unknown words as pieces, and suggests the nearest', () => {
    const [piece] = tokenizer.encode('Elephant');
    expect(piece).toEqual({ text: 'Elephant', id: null, start: 0, end: 8 });
    expect(tokenizer.suggest('bal')[0]).toBe('ball');
    expect(tokenizer.suggest('abll')[0]).toBe('ball');
    expect(tokenizer.suggest('Gardenn')[0]).toBe('garden');
    expect(tokenizer.suggest('xqzxqzxq')).toEqual([]);
    expect(tokenizer.suggest('')).toEqual([]);
  });

  it('measures edits as the definition does', () => {
    const cases = [
      ['', '', 0],
      ['ball', 'ball', 0],
      ['ball', 'bal', 1],
      ['ball', 'blal', 1],
      ['kitten', 'sitting', 3],
      ['', 'abc', 3],
      ['ca', 'abc', 3],
    ] as const;
    for (const [a, b, distance] of cases) {
      expect(editDistance(a, b)).toBe(distance);
      expect(editDistance(b, a)).toBe(distance);
    }
  });

  it('bears emoji, right-to-left text and letters with accents', () => {
    expect(texts('mia 👩‍👩‍👧 😀😀 אבג ball é')).toEqual(['mia', '👩‍👩‍👧', '😀😀', 'אבג', 'ball', 'é']);
    expect(tokenizer.suggest('👩‍👩‍👧')).toEqual([]);
    expect(texts('\ud83d ball')).toEqual(['\ud83d', 'ball']);
  });

  it('covers any text but its spaces, in order, and never splits a surrogate pair', () => {
    assert(
      property(array(character, { maxLength: 60 }), (points) => {
        const typed = String.fromCodePoint(...points);
        const known = borders(typed);
        let last = 0;
        let sound = true;
        for (const { start, end } of tokenizer.encode(typed)) {
          sound &&= typed.slice(last, start).trim() === '';
          sound &&= known.has(start) && known.has(end);
          last = end;
        }
        expect(sound && typed.slice(last).trim() === '').toBe(true);
      }),
    );
  });

  it('takes 5,000 words and a word of 100,000 letters', () => {
    expect(tokenizer.encode('mia has nothing. '.repeat(1250))).toHaveLength(5000);
    const long = 'a'.repeat(100_000);
    expect(tokenizer.encode(long)).toEqual([{ text: long, id: null, start: 0, end: 100_000 }]);
    expect(tokenizer.suggest(long)).toEqual([]);
    expect(tokenizer.encode(`a'`.repeat(50_000))).toHaveLength(2);
    expect(tokenizer.encode('<'.repeat(100_000))).toHaveLength(100_000);
  });
});

describe('tokenizerFromJSON', () => {
  it('reads what toJSON wrote', () => {
    const again = tokenizerFromJSON(JSON.parse(JSON.stringify(tokenizer)));
    expect(again.vocabulary).toEqual(vocabulary);
    expect(again.encode('mia has a kite.')).toEqual(tokenizer.encode('mia has a kite.'));
  });

  it.each([
    [null, 'what kind'],
    [{ vocabulary: [] }, 'what kind'],
    [{ kind: 'constructor', vocabulary: ['a'] }, 'no tokenizer of kind "constructor"'],
    [{ kind: 'word' }, 'vocabulary'],
    [{ kind: 'word', vocabulary: ['a', 'a'] }, 'twice'],
    [{ kind: 'word', vocabulary: ['a b'] }, 'space'],
    [{ kind: 'word', vocabulary: ['a', ''] }, 'vocabulary.1'],
  ])('refuses %j', (json, message) => {
    expect(() => tokenizerFromJSON(json)).toThrow(TokenizerError);
    expect(() => tokenizerFromJSON(json)).toThrow(message);
  });
});
