/**
 * The book's own byte-pair encoding: Sennrich et al. 2016, https://arxiv.org/abs/1508.07909, on bytes as in GPT-2
 * (Radford et al. 2019), so that every text can be read and comes back exactly. Ids: the marks, then the 256 bytes,
 * then one piece for each merge in the order in which they were learned.
 *
 * A character may take several bytes, and a piece may begin or end inside one. Such a character counts with the piece
 * that holds its first byte: the pieces' places in the typed text follow one another without gap or overlap.
 */
import * as v from 'valibot';
import { bytePairMerges, mergePair, type Pair, type PairTrainingOptions } from './byte-pair-training.ts';
import { bytesOf, preTokens } from './pre-tokens.ts';
import type { Piece, Tokenizer } from './tokenizer.ts';
import { anyOf, beginSchema, piecesSchema } from './vocabulary-schema.ts';

const id = v.pipe(v.number(), v.integer(), v.minValue(0));

export const bytePairTokenizerSchema = v.pipe(
  v.object({
    kind: v.literal('byte-pair'),
    marks: piecesSchema,
    merges: v.pipe(v.array(v.tuple([id, id])), v.maxLength(100_000)),
    begin: beginSchema,
  }),
  v.check(({ marks, merges }) => {
    const known = (one: number, index: number) => one >= marks.length && one < marks.length + 256 + index;
    return merges.every(([left, right], index) => known(left, index) && known(right, index));
  }, 'A merge joins pieces that are not there yet.'),
);

export interface BytePairOptions extends PairTrainingOptions {
  readonly begin?: string | null;
}

/** Learns from `texts`; the same texts in any order give the same pieces. */
export function trainBytePair(
  texts: Iterable<string>,
  { size, marks = [], begin = null }: BytePairOptions,
): Tokenizer {
  const merges = Array.from(bytePairMerges(texts, { size, marks }), ({ pair }) => pair);
  return bytePairTokenizer(marks, merges, begin);
}

const rankFactor = 2 ** 20;
/** Words that were encoded before, so that a long text does not merge "the" a thousand times; forgotten all at once. */
const rememberedWords = 50_000;

export function bytePairTokenizer(
  marks: readonly string[],
  merges: readonly Pair[],
  begin: string | null = null,
): Tokenizer {
  const bytes = pieceBytes(marks.length, merges);
  const vocabulary = [...marks, ...distinct(bytes.slice(marks.length).map(showBytes))];
  const markIds = new Map(marks.map((mark, index) => [mark, index]));
  const marksPattern = marks.length === 0 ? null : new RegExp(anyOf(marks), 'gu');
  const encodeWord = wordEncoder(marks.length, merges);

  function pieces(text: string, from: number, found: Piece[]): void {
    let start = from;
    for (const word of preTokens(text)) {
      const ends = characterEnds(word);
      let byte = 0;
      let done = start;
      for (const token of encodeWord(word)) {
        byte += bytes[token]?.length ?? 0;
        const end = start + (ends === null ? byte : (ends[byte - 1] ?? word.length));
        found.push({ text: vocabulary[token] ?? '', id: token, start: done, end });
        done = end;
      }
      start += word.length;
    }
  }

  return {
    kind: 'byte-pair',
    vocabulary,
    begin,

    encode: (text) => {
      const found: Piece[] = [];
      let done = 0;
      for (const { 0: mark, index } of marksPattern === null ? [] : text.matchAll(marksPattern)) {
        pieces(text.slice(done, index), done, found);
        done = index + mark.length;
        found.push({ text: mark, id: markIds.get(mark) ?? null, start: index, end: done });
      }
      pieces(text.slice(done), done, found);
      return found;
    },

    decode: (tokens) => {
      const all: number[] = [];
      for (const token of tokens) {
        const piece = token < marks.length ? bytesOf(marks[token] ?? '') : bytes[token];
        if (piece === undefined)
          throw new RangeError(`There is no token ${token}; the vocabulary has ${vocabulary.length}.`);
        all.push(...piece);
      }
      return new TextDecoder('utf-8', { ignoreBOM: true }).decode(new Uint8Array(all));
    },

    // Every text has its pieces.
    suggest: () => [],

    toJSON: (): v.InferOutput<typeof bytePairTokenizerSchema> => ({
      kind: 'byte-pair',
      marks: [...marks],
      merges: merges.map(([left, right]): [number, number] => [left, right]),
      begin,
    }),
  };
}

/** The bytes of every piece by id; none for a mark. */
function pieceBytes(marks: number, merges: readonly Pair[]): Uint8Array[] {
  const bytes = Array.from({ length: marks }, () => new Uint8Array());
  for (let byte = 0; byte < 256; byte++) bytes.push(Uint8Array.of(byte));
  for (const [left, right] of merges) {
    bytes.push(Uint8Array.of(...(bytes[left] ?? []), ...(bytes[right] ?? [])));
  }
  return bytes;
}

/** As text where the bytes are whole characters, else each byte as <0xE2>. */
function showBytes(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return Array.from(bytes, (byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`).join('');
  }
}

/** A second piece of the same bytes, by other merges, gets a sign that tells them apart. */
function distinct(pieces: readonly string[]): string[] {
  const seen = new Set<string>();
  return pieces.map((piece) => {
    let name = piece;
    while (seen.has(name)) name += '\u200b';
    seen.add(name);
    return name;
  });
}

const oneByteCharacters = /^[\0-\x7f]*$/;

/** For each byte of the word, where the character that it belongs to ends; null where every character is one byte. */
function characterEnds(word: string): number[] | null {
  if (oneByteCharacters.test(word)) return null;
  const ends: number[] = [];
  let end = 0;
  for (const character of word) {
    end += character.length;
    for (const _byte of bytesOf(character)) ends.push(end);
  }
  return ends;
}

/** The pieces of a word: at each turn the pair that was learned first is merged, wherever it stands. */
function wordEncoder(firstByte: number, merges: readonly Pair[]): (word: string) => readonly number[] {
  const ranks = new Map(merges.map(([left, right], rank) => [left * rankFactor + right, rank]));
  const remembered = new Map<string, readonly number[]>();

  function encode(word: string): readonly number[] {
    let pieces = Array.from(bytesOf(word), (byte) => firstByte + byte);
    for (;;) {
      let least = Number.POSITIVE_INFINITY;
      for (let at = 0; at + 1 < pieces.length; at++) {
        const rank = ranks.get((pieces[at] ?? 0) * rankFactor + (pieces[at + 1] ?? 0));
        if (rank !== undefined && rank < least) least = rank;
      }
      const pair = merges[least];
      if (pair === undefined) return pieces;
      pieces = mergePair(pieces, pair, firstByte + 256 + least);
    }
  }

  return (word) => {
    const known = remembered.get(word);
    if (known !== undefined) return known;
    if (remembered.size >= rememberedWords) remembered.clear();
    const pieces = encode(word);
    remembered.set(word, pieces);
    return pieces;
  };
}
