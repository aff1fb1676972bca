import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { characterTokenizer, characterVocabulary } from '../../../src/data/tokenizers/character.ts';
import { TokenizerError, tokenizerFromJSON } from '../../../src/data/tokenizers/index.ts';
import { spellingTokenizer } from '../../../src/data/tokenizers/spelling.ts';

describe('the character tokenizer', () => {
  const tokenizer = characterTokenizer(characterVocabulary(['cab', 'bad Ä'], ['<text>']), '<text>');

  it('knows its marks, then the characters of the texts in the order of code points', () => {
    expect(tokenizer.vocabulary).toEqual(['<text>', ' ', 'a', 'b', 'c', 'd', 'Ä']);
  });

  it('reads one character as one piece, with its place, and leaves unknown ones without an id', () => {
    expect(tokenizer.encode('<text>a😀b')).toEqual([
      { text: '<text>', id: 0, start: 0, end: 6 },
      { text: 'a', id: 2, start: 6, end: 7 },
      { text: '😀', id: null, start: 7, end: 9 },
      { text: 'b', id: 3, start: 9, end: 10 },
    ]);
  });

  it('gives back every text of its characters', () => {
    assert(
      property(string({ unit: 'grapheme' }), (text) => {
        const own = characterTokenizer(characterVocabulary([text, '.']));
        expect(own.decode(own.encode(text).map(({ id }) => id ?? -1))).toBe(text);
      }),
    );
  });

  it('suggests the same letter in another case or without its accent', () => {
    expect(tokenizer.suggest('á')).toEqual(['a']);
    expect(tokenizer.suggest('ä')).toEqual(['Ä', 'a']);
    expect(tokenizer.suggest('z')).toEqual([]);
  });

  it('comes back from its JSON, which may not hold a piece twice', () => {
    const again = tokenizerFromJSON(JSON.parse(JSON.stringify(tokenizer)));
    expect(again.vocabulary).toEqual(tokenizer.vocabulary);
    expect(again.begin).toBe('<text>');
    expect(() => tokenizerFromJSON({ kind: 'character', vocabulary: ['a', 'a'] })).toThrow(TokenizerError);
    expect(() => tokenizer.decode([7])).toThrow(RangeError);
  });
});

describe('the spelling tokenizer', () => {
  const tokenizer = spellingTokenizer({
    marks: ['<pad>'],
    letters: ['a', 'c', 't'],
    sounds: ['K', 'AE', 'T'],
  });

  it('reads letters in any case and writes sounds apart', () => {
    expect(tokenizer.encode('Cät').map(({ id }) => id)).toEqual([2, null, 3]);
    expect(tokenizer.suggest('ä')).toEqual(['a']);
    expect(tokenizer.decode([4, 5, 6])).toBe('K AE T');
    expect(tokenizer.decode([2, 1, 3])).toBe('cat');
  });

  it('comes back from its JSON, in which letters and sounds differ', () => {
    const again = tokenizerFromJSON(JSON.parse(JSON.stringify(tokenizer)));
    expect(again.vocabulary).toEqual(tokenizer.vocabulary);
    const json = { kind: 'spelling', marks: [], letters: ['a'], sounds: ['a'] };
    expect(() => tokenizerFromJSON(json)).toThrow(TokenizerError);
  });
});
