import { array, assert, constantFrom, oneof, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytePairTokenizer, trainBytePair } from '../../../src/data/tokenizers/byte-pair.ts';
import { bytePairMerges, mergePair, type Pair } from '../../../src/data/tokenizers/byte-pair-training.ts';
import { TokenizerError, tokenizerFromJSON } from '../../../src/data/tokenizers/index.ts';
import { bytesOf, preTokens } from '../../../src/data/tokenizers/pre-tokens.ts';
import { stories } from '../../../src/data/toytown/index.ts';

const mark = '<text>';
const corpus = stories('train', 30).map(({ tokens }) => `${tokens.join(' ')} naïve – 1984 été`);
const tokenizer = trainBytePair(corpus, { size: 400, marks: [mark], begin: mark });
const pieces = (text: string) => tokenizer.encode(text).map(({ text: piece }) => piece);

/** Well-formed Unicode of any kind, words of the corpus, spaces, contractions, the mark. */
const text = array(
  oneof(
    string({ unit: 'binary' }),
    constantFrom(' the ball', 'été', " it's", '\n\n', '  ', mark, '👩‍👩‍👧', 'ö', '\ufeff'),
  ),
).map((parts) => parts.join(''));

/** The plain form of the algorithm: count every pair of the whole corpus anew for each merge. */
function slowMerges(texts: readonly string[], size: number): Pair[] {
  let words = texts.flatMap((one) => preTokens(one).map((word) => Array.from(bytesOf(word))));
  const merges: Pair[] = [];
  for (let id = 256; id < size; id++) {
    const counts = new Map<string, number>();
    for (const word of words) {
      word.slice(1).forEach((right, at) => {
        const key = `${word[at]} ${right}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      });
    }
    const ranked = Array.from(counts, ([key, count]) => ({ pair: key.split(' ').map(Number), count })).sort(
      (a, b) =>
        b.count - a.count || (a.pair[0] ?? 0) - (b.pair[0] ?? 0) || (a.pair[1] ?? 0) - (b.pair[1] ?? 0),
    );
    const [first] = ranked;
    if (first === undefined || first.count < 2) break;
    const pair: Pair = [first.pair[0] ?? 0, first.pair[1] ?? 0];
    merges.push(pair);
    words = words.map((word) => mergePair(word, pair, id));
  }
  return merges;
}

describe('learning pairs', () => {
  const texts = [...corpus.slice(0, 4), 'aaaa aaa aaaaaaa', 'banana bananas'];

  it('finds the merges that counting everything anew finds', () => {
    const fast = Array.from(bytePairMerges(texts, { size: 340 }), ({ pair }) => pair);
    expect(fast).toEqual(slowMerges(texts, 340));
    expect(fast.length).toBe(340 - 256);
  });

  it('counts each pair as it stands when it is merged', () => {
    const [first, second] = bytePairMerges(['abab abab'], { size: 260 });
    // a b four times; then (ab)(ab) twice, the second time after a space.
    expect(first).toEqual({ pair: [97, 98], id: 256, count: 4 });
    expect(second).toEqual({ pair: [256, 256], id: 257, count: 2 });
  });

  it('does not depend on the order of the texts, and ends when no pair stands twice', () => {
    const all = (some: readonly string[]) =>
      Array.from(bytePairMerges(some, { size: 5000 }), ({ pair }) => pair);
    expect(all(texts)).toEqual(all([...texts].reverse()));
    expect(all(texts).length).toBeLessThan(5000 - 256);
    expect(all(['abc'])).toEqual([]);
  });
});

describe('the byte-pair tokenizer', () => {
  it('gives every text back', () => {
    assert(
      property(text, (typed) => {
        const ids = tokenizer.encode(typed).map(({ id }) => id ?? -1);
        expect(tokenizer.decode(ids)).toBe(typed);
      }),
    );
  });

  it('says where each piece stands, one after another, never inside a surrogate pair', () => {
    assert(
      property(text, (typed) => {
        let end = 0;
        for (const piece of tokenizer.encode(typed)) {
          expect(piece.start).toBe(end);
          end = piece.end;
          expect(typed.slice(0, end)).not.toMatch(/[\ud800-\udbff]$/);
        }
        expect(end).toBe(typed.length);
      }),
    );
  });

  it('makes pieces of frequent words, with the space before them, and none across words', () => {
    expect(pieces('in the')).toEqual(['in', ' the']);
    for (const piece of tokenizer.vocabulary) expect(piece).not.toMatch(/\S\s/);
  });

  it('reads a character of several bytes as the model does, and shows its bytes', () => {
    expect(tokenizer.encode('😀').map(({ text: piece, start, end }) => [piece, start, end])).toEqual([
      ['<0xF0>', 0, 2],
      ['<0x9F>', 2, 2],
      ['<0x98>', 2, 2],
      ['<0x80>', 2, 2],
    ]);
  });

  it('reads its mark as one piece', () => {
    expect(tokenizer.encode(`a${mark}`).at(-1)).toEqual({ text: mark, id: 0, start: 1, end: 7 });
  });

  it('names every piece once, although merges may lead to the same bytes twice', () => {
    const twice = bytePairTokenizer(
      [],
      [
        [97, 97],
        [256, 97],
        [97, 256],
      ],
    );
    expect(twice.vocabulary.length).toBe(259);
    expect(new Set(twice.vocabulary).size).toBe(259);
    expect(new Set(tokenizer.vocabulary).size).toBe(tokenizer.vocabulary.length);
  });

  it('comes back from its JSON', () => {
    const again = tokenizerFromJSON(JSON.parse(JSON.stringify(tokenizer)));
    expect(again.vocabulary).toEqual(tokenizer.vocabulary);
    expect(again.begin).toBe(mark);
    expect(again.encode(corpus[3] ?? '')).toEqual(tokenizer.encode(corpus[3] ?? ''));
  });

  it('refuses merges of pieces that are not there yet, and unknown ids', () => {
    const json = { kind: 'byte-pair', marks: [mark], begin: mark };
    expect(() => tokenizerFromJSON({ ...json, merges: [[1, 257]] })).toThrow(TokenizerError);
    expect(() => tokenizerFromJSON({ ...json, merges: [[0, 5]] })).toThrow(/not there yet/);
    expect(() => tokenizerFromJSON({ ...json, merges: [[1, 256]] })).not.toThrow();
    expect(() => tokenizer.decode([400])).toThrow(RangeError);
  });
});
