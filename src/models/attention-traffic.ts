/**
 * Bytes that attention moves between slow and fast memory, by the paper's own count: FlashAttention, Dao et al. 2022,
 * https://arxiv.org/abs/2205.14135, algorithm 0 (standard attention) and algorithm 1. For one head; nothing is left out for causality.
 */
export interface AttentionTraffic {
  /** N, tokens */
  readonly length: number;
  /** d */
  readonly headSize: number;
  readonly bytesPerNumber: number;
}

/**
 * Algorithm 0: read Q and K, write S; read S, write P; read P and V, write O: four times the map, and each of the four long thin
 * matrices once.
 */
export const naiveBytes = ({ length, headSize, bytesPerNumber }: AttentionTraffic): number =>
  bytesPerNumber * (4 * length * length + 4 * length * headSize);

/**
 * Algorithm 1 with `tile` keys a tile: every K_j and V_j is read once; for each of them all of Q is read, O is read and written, and
 * so are l and m.
 */
export function tiledBytes({ length, headSize, bytesPerNumber }: AttentionTraffic, tile: number): number {
  const tiles = Math.ceil(length / tile); // T_c
  return bytesPerNumber * (2 * length * headSize + tiles * (3 * length * headSize + 4 * length));
}

/** Algorithm 1, line 1: as many keys as let Q_i, K_j, V_j and O_i stand in `memory` numbers of fast memory: B_c = M / 4d. */
export const largestTile = (memory: number, headSize: number): number =>
  Math.max(1, Math.floor(memory / (4 * headSize)));
