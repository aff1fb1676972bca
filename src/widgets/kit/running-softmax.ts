/** What a head's softmax holds after each tile, and how far its answer by tiles is from that at once. */
import type { RunResult } from '../../runtime/client.ts';

export interface Run {
  readonly tokens: readonly number[];
  readonly queries: number;
  readonly tiles: number;
  /** m and l after each tile. // [query, tile] */
  readonly largest: Float32Array;
  readonly sum: Float32Array;
  /** What has been gathered as a share of the whole sum, both measured by the last maximum. // [query, tile] */
  readonly gathered: Float32Array;
  /** Of any number of z, over all heads. */
  readonly difference: number;
}

export function runningOf(
  once: RunResult,
  tiled: RunResult,
  of: (name: string) => string,
  head: number,
): Run {
  const [largest, sum] = [tiled.tensors[of('running_max')], tiled.tensors[of('running_sum')]];
  const [whole, own] = [once.tensors[of('z')], tiled.tensors[of('z')]];
  if (!largest || !sum || !whole || !own) throw new Error('The model answered without its running softmax.');
  const [, , queries = 0, tiles = 0] = largest.shape; // [1, head, query, tile]
  const ofHead = (data: Float32Array) => data.slice(head * queries * tiles, (head + 1) * queries * tiles);
  const [m, l] = [ofHead(largest.data), ofHead(sum.data)];
  const gathered = m.map((value, at) => {
    const end = at - (at % tiles) + tiles - 1;
    return ((l[at] ?? 0) * Math.exp(value - (m[end] ?? 0))) / (l[end] ?? 1);
  });
  const difference = whole.data.reduce(
    (most, value, at) => Math.max(most, Math.abs(value - (own.data[at] ?? Number.NaN))),
    0,
  );
  return { tokens: tiled.tokens, queries, tiles, largest: m, sum: l, gathered, difference };
}
