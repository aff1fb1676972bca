/**
 * The tokenizer of a Hugging Face folder, read by their own library from its `tokenizer.json`. The library does not say
 * where in the typed text a piece stands; that is found here, by the bytes of the pieces where they are bytes, else by
 * their letters without case and accents, which some tokenizers drop.
 *
 * What the model puts around a text by itself ([CLS], </s>) comes as pieces that take no room.
 */
import { Tokenizer as Library } from '@huggingface/tokenizers';
import * as v from 'valibot';
import type { Piece, Tokenizer } from './tokenizer.ts';

/** The parts of the file that are looked at here; the library reads the rest. */
export const huggingFaceFileSchema = v.looseObject({
  model: v.looseObject({ unk_token: v.nullish(v.string()), unk_id: v.nullish(v.number()) }),
  pre_tokenizer: v.nullish(v.looseObject({})),
  decoder: v.nullish(v.looseObject({ type: v.nullish(v.string()) })),
});

/** Without the marks around a text, and with the spaces that the file itself asks for. */
const asTheyStand = { skip_special_tokens: true, clean_up_tokenization_spaces: false };

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Throws where the library cannot make a tokenizer of it. */
export function huggingFaceTokenizer(json: unknown): Tokenizer {
  const file = v.parse(huggingFaceFileSchema, json);
  const library = new Library(file, {});
  const vocabulary: string[] = [];
  for (const [piece, id] of library.get_vocab(true)) vocabulary[id] = piece;
  const places = file.decoder?.type === 'ByteLevel' ? byBytes : byLetters;
  return {
    kind: 'hugging-face',
    vocabulary: Array.from(vocabulary, (piece) => piece ?? ''),
    begin: null,
    encode(text) {
      const { ids } = library.encode(text, { add_special_tokens: false });
      const whole = library.encode(text).ids;
      const before = Math.max(0, indexOfPart(whole, ids));
      const names = ids.map((id) => library.id_to_token(id) ?? '');
      const spans = places(text, names);
      return whole.map((id, index): Piece => {
        const inside = index >= before && index < before + ids.length;
        const edge = index < before ? 0 : text.length;
        const { start, end } = (inside ? spans[index - before] : undefined) ?? { start: edge, end: edge };
        return { text: library.id_to_token(id) ?? '', id, start, end };
      });
    },
    decode: (ids) => (ids.length === 0 ? '' : library.decode([...ids], asTheyStand)),
    suggest: () => [],
    toJSON: () => json,
  };
}

/** Where `part` stands in `whole`; -1 where it does not. */
function indexOfPart(whole: readonly number[], part: readonly number[]): number {
  for (let first = 0; first + part.length <= whole.length; first++) {
    if (part.every((id, index) => whole[first + index] === id)) return first;
  }
  return -1;
}

/** GPT-2's letters for bytes (Radford et al. 2019): those that can be seen stand for themselves, the rest from 256 on. */
const byteOfLetter: ReadonlyMap<string, number> = (() => {
  const visible = (byte: number) =>
    (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || (byte >= 174 && byte <= 255);
  const map = new Map<string, number>();
  let next = 256;
  for (let byte = 0; byte < 256; byte++) map.set(String.fromCharCode(visible(byte) ? byte : next++), byte);
  return map;
})();

/** Pieces are bytes of the text, one after the other. A character counts with the piece that holds its first byte. */
function byBytes(text: string, names: readonly string[]): Span[] {
  const bytesOf = names.map((name) => [...name].map((letter) => byteOfLetter.get(letter)));
  // Some put a space before the text.
  const added = bytesOf[0]?.[0] === 32 && !text.startsWith(' ') ? 1 : 0;
  const offsets: number[] = []; // For each byte the place of the next character that begins there or later.
  let place = 0;
  for (const character of text) {
    const length = new TextEncoder().encode(character).length;
    for (let byte = 0; byte < length; byte++) offsets.push(byte === 0 ? place : place + character.length);
    place += character.length;
  }
  const at = (byte: number): number => offsets[byte] ?? text.length;
  let byte = -added;
  return bytesOf.map(({ length }) => {
    const start = at(Math.max(0, byte));
    byte += length;
    return { start, end: at(Math.max(0, byte)) };
  });
}

const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const isSpace = (character: string): boolean => /^\s$/u.test(character);
const isWord = (character: string): boolean => /^[\p{L}\p{N}\p{M}]$/u.test(character);

/** Pieces are letters of the text, which may have lost case, accents and spaces on the way. */
function byLetters(text: string, names: readonly string[]): Span[] {
  let place = 0;
  return names.map((name) => {
    const wanted = folded(name.replace(/^##/, '').replaceAll('\u2581', ' ')).trim();
    const spaces = spacesAt(text, place);
    if (wanted === '') {
      const start = place;
      place += name === '' ? 0 : Math.min(spaces, [...name].length);
      return { start, end: place };
    }
    const start = place + spaces;
    place = endOf(text, start, wanted) ?? endOfUnknown(text, start);
    return { start, end: place };
  });
}

function spacesAt(text: string, from: number): number {
  let count = 0;
  while (isSpace(text.charAt(from + count))) count++;
  return count;
}

/** Where the letters `wanted` end that begin at `from`; null where others stand there. */
function endOf(text: string, from: number, wanted: string): number | null {
  let seen = '';
  let end = from;
  for (const character of text.slice(from, from + 4 * wanted.length + 8)) {
    const more = seen + folded(character);
    if (!wanted.startsWith(more)) break;
    seen = more;
    end += character.length;
  }
  return seen === wanted ? end : null;
}

/** An unknown piece takes a word, or one sign. */
function endOfUnknown(text: string, from: number): number {
  let end = from;
  for (const character of text.slice(from)) {
    if (isSpace(character) || (end > from && !isWord(character))) break;
    end += character.length;
    if (!isWord(character)) break;
  }
  return end;
}
