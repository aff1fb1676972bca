/**
 * GPT-2's own byte-pair encoding (Radford et al. 2019), step by step: a word begins as its bytes, and of all neighbours that the
 * list of merges knows, those merged first in training are merged first. The list is that of the published model, from the package
 * `gpt-tokenizer`; it is half a megabyte, and loaded only where somebody looks at it.
 */

/** By the bytes of a piece, each as one character: its id. Ids from 256 on count merges, in the order in which they were learned. */
export type PieceIds = ReadonlyMap<string, number>;

export const gpt2Merges = 50_000;
const bytePieces = 256;

const encoder = new TextEncoder();
const latin = (bytes: ArrayLike<number>): string =>
  Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');

export async function loadGpt2Ids(): Promise<PieceIds> {
  const { default: pieces } = await import('gpt-tokenizer/bpeRanks/r50k_base');
  return new Map(
    pieces.map((piece, id) => {
      const plain = typeof piece === 'string' && /^[\0-\x7f]*$/.test(piece);
      const bytes = plain ? piece : latin(typeof piece === 'string' ? encoder.encode(piece) : piece);
      return [bytes, id] as const;
    }),
  );
}

/** As in the published encoder.py: words keep the space before them. */
const pattern = /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;

export interface BytePiece {
  /** Each byte as one character. */
  readonly bytes: string;
  readonly id: number;
  /** What it was merged from; null: a single byte. */
  readonly from: readonly [left: string, right: string] | null;
}

/** The pieces of a text with the first `merges` merges of the list, 50,000 at most. */
export function gpt2Pieces(text: string, ids: PieceIds, merges: number): BytePiece[] {
  return (text.match(pattern) ?? []).flatMap((word) => wordPieces(latin(encoder.encode(word)), ids, merges));
}

function wordPieces(word: string, ids: PieceIds, merges: number): BytePiece[] {
  const limit = bytePieces + merges;
  const pieces: BytePiece[] = Array.from(word, (bytes) => ({ bytes, id: ids.get(bytes) ?? -1, from: null }));
  for (;;) {
    let best = limit;
    let at = -1;
    for (let index = 0; index + 1 < pieces.length; index++) {
      const id = ids.get(`${pieces[index]?.bytes}${pieces[index + 1]?.bytes}`) ?? limit;
      if (id < best) [best, at] = [id, index];
    }
    const [left, right] = [pieces[at], pieces[at + 1]];
    if (!left || !right) return pieces;
    pieces.splice(at, 2, { bytes: left.bytes + right.bytes, id: best, from: [left.bytes, right.bytes] });
  }
}

/** The number of the merge that made a piece, from 1; null: none did. */
export const mergeOf = (id: number): number | null => (id < bytePieces ? null : id - bytePieces + 1);

/** As text, where the bytes are whole characters; else null. */
export function textOfBytes(bytes: string): string | null {
  try {
    const codes = Uint8Array.from(bytes, (byte) => byte.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(codes);
  } catch {
    return null;
  }
}

export const hexOfBytes = (bytes: string): string =>
  Array.from(bytes, (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join(' ');
