/** A text cut by four tokenizers into pieces of one form. */
import { trainBytePair } from '../../data/tokenizers/byte-pair.ts';
import {
  gpt2Pieces,
  hexOfBytes,
  mergeOf,
  type PieceIds,
  textOfBytes,
} from '../../data/tokenizers/gpt2-pieces.ts';
import { toytownTokenizer } from '../../data/toytown/index.ts';
import { tokenizerMessages as words } from '../messages/tokenizer.ts';

export const cuts = ['gpt2', 'own', 'characters', 'toytown'] as const;
export type Cut = (typeof cuts)[number];

export interface TextPiece {
  readonly text: string;
  readonly id: number | null;
  readonly hex: string;
  /** How it came to be, in words. */
  readonly made: string;
}

const encoder = new TextEncoder();
const hexOf = (text: string): string =>
  Array.from(encoder.encode(text), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
const bytes = 256;

const shownBytes = (piece: string): string => textOfBytes(piece) ?? `‹${hexOfBytes(piece)}›`;

export function gpt2Cut(text: string, ids: PieceIds, merges: number): TextPiece[] {
  return gpt2Pieces(text, ids, merges).map(({ bytes: own, id, from }) => ({
    text: shownBytes(own),
    id,
    hex: hexOfBytes(own),
    made:
      from === null ? words.single : words.made(shownBytes(from[0]), shownBytes(from[1]), mergeOf(id) ?? 0),
  }));
}

/** Pairs are learned from the text itself; never more merges than there are pairs to merge. */
export function ownCut(
  text: string,
  merges: number,
): { readonly pieces: TextPiece[]; readonly kinds: number } {
  const tokenizer = trainBytePair([text], { size: bytes + merges });
  const json = tokenizer.toJSON() as { readonly merges: readonly (readonly [number, number])[] };
  const pieces = tokenizer.encode(text).map(({ text: own, id }): TextPiece => {
    const pair = id === null || id < bytes ? undefined : json.merges[id - bytes];
    const [left = '', right = ''] = pair?.map((part) => tokenizer.vocabulary[part] ?? '') ?? [];
    return {
      text: own,
      id,
      hex: hexOf(own),
      made: pair && id !== null ? words.made(left, right, id - bytes + 1) : words.single,
    };
  });
  return { pieces, kinds: tokenizer.vocabulary.length };
}

export function characterCut(text: string): TextPiece[] {
  return Array.from(text, (character) => ({
    text: character,
    id: character.codePointAt(0) ?? null,
    hex: hexOf(character),
    made: words.kinds.characters,
  }));
}

const toytown = toytownTokenizer();
export const toytownKinds = toytown.vocabulary.length;

/** Toytown knows small letters only, and its full stops stand apart. */
export function toytownCut(text: string): TextPiece[] {
  return toytown.encode(text).map(({ text: own, id }) => ({
    text: own,
    id,
    hex: hexOf(own),
    made: id === null ? words.unknown : words.kinds.toytown,
  }));
}
