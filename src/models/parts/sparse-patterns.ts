/**
 * Patterns of attention that leave out most pairs. With q the query's place and k <= q the key's:
 *
 * strided: the last `stride` keys, and every key that is a whole number of strides back. Generating Long Sequences with
 *          Sparse Transformers, Child et al. 2019, section 4.3, https://arxiv.org/abs/1904.10509: its two heads in one.
 * global:  the last `window` keys, and the first `globals`, which everybody sees. Big Bird, Zaheer et al. 2020, section 2,
 *          https://arxiv.org/abs/2007.14062, without its random keys; Longformer, Beltagy et al. 2020.
 * blocks:  the block of `size` that q is in, and the block before it: the local blocks of Child et al. and Zaheer et al.
 */
import type { SparsePattern } from '../config.ts';

type Patterns = {
  readonly [K in SparsePattern['kind']]: {
    readonly sees: (pattern: Extract<SparsePattern, { kind: K }>, query: number, key: number) => boolean;
    /** Keys that query `query` sees, itself included. */
    readonly count: (pattern: Extract<SparsePattern, { kind: K }>, query: number) => number;
  };
};

/** Where the block before that of `query` begins. */
const blockStart = (size: number, query: number): number =>
  Math.max(0, (Math.floor(query / size) - 1) * size);

const patterns: Patterns = {
  strided: {
    sees: ({ stride }, query, key) => query - key < stride || (query - key) % stride === 0,
    count: ({ stride }, query) => Math.min(query + 1, stride) + Math.floor(query / stride),
  },
  global: {
    sees: ({ window, globals }, query, key) => query - key < window || key < globals,
    count: ({ window, globals }, query) =>
      Math.min(query + 1, window) + Math.min(globals, Math.max(0, query + 1 - window)),
  },
  blocks: {
    sees: ({ size }, query, key) => key >= blockStart(size, query),
    count: ({ size }, query) => query + 1 - blockStart(size, query),
  },
};

type Sees = (pattern: SparsePattern, query: number, key: number) => boolean;
type Count = (pattern: SparsePattern, query: number) => number;

export const seesKey = (pattern: SparsePattern, query: number, key: number): boolean =>
  key <= query && (patterns[pattern.kind].sees as unknown as Sees)(pattern, query, key);

export const seenKeys = (pattern: SparsePattern, query: number): number =>
  (patterns[pattern.kind].count as unknown as Count)(pattern, query);
