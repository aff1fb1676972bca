/** Masks as a reader paints them: a pattern, and squares that were changed by hand. */
import type { Pattern } from '../messages/mask-painter.ts';

const window = 4;

const sees: Readonly<Record<Pattern, (query: number, key: number) => boolean>> = {
  causal: (query, key) => key <= query,
  full: () => true,
  window: (query, key) => key <= query && query - key < window,
  itself: (query, key) => key === query,
  after: (query, key) => key >= query,
};

export const patterns = Object.keys(sees) as Pattern[];

/** A square as one number, so that it fits into a list of the address. */
export const sizeOfRows = 64;
export const squareOf = (query: number, key: number): number => query * sizeOfRows + key;

/** 1 where a query may look. // [query][key] */
export function paintedMask(length: number, pattern: Pattern, flips: readonly number[]): number[][] {
  const flipped = new Set(flips);
  return Array.from({ length }, (_, query) =>
    Array.from({ length }, (__, key) =>
      sees[pattern](query, key) !== flipped.has(squareOf(query, key)) ? 1 : 0,
    ),
  );
}
