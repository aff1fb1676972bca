/** One head's tensors out of a run, and the arithmetic of one cell of its map. */
import type { RunResult, TensorData } from '../../runtime/client.ts';

export interface HeadView {
  /** Tokens of the text. */
  readonly length: number;
  readonly headSize: number;
  readonly q: Float32Array; // [query, headSize]
  readonly k: Float32Array; // [key, headSize]
  readonly v: Float32Array; // [key, headSize]
  readonly scores: Float32Array; // [query, key], before the mask
  readonly pattern: Float32Array; // [query, key]
  readonly z: Float32Array; // [query, headSize]
}

export interface CellArithmetic {
  readonly q: Float32Array; // [headSize]
  readonly k: Float32Array; // [headSize]
  /** q times k, dimension by dimension. */
  readonly terms: Float32Array; // [headSize]
  readonly dot: number;
  /** As the softmax gets it: over sqrt(headSize), and times whatever the reader set. */
  readonly score: number;
  readonly weight: number;
  readonly output: Float32Array; // [headSize]
}

/** What a head's view is captured from. */
export const headProbes = ['q', 'k', 'rot_q', 'rot_k', 'v', 'attn_scores', 'pattern', 'z'] as const;

export const probesOf = (layer: number): string[] => headProbes.map((name) => `blocks.${layer}.attn.${name}`);

/** Head `head` of `heads` along axis 1; query heads may share a key-value head. // [batch, heads, ...] -> [...] */
function headOf(tensor: TensorData | undefined, head: number, heads: number): Float32Array | null {
  const own = tensor?.shape[1];
  if (!tensor || !own) return null;
  const size = tensor.data.length / own;
  const index = Math.floor((head * own) / heads);
  return tensor.data.subarray(index * size, (index + 1) * size);
}

/** Layers and heads count from 0. null where the run did not capture this layer. */
export function headView(result: RunResult, layer: number, head: number): HeadView | null {
  const tensor = (name: string) => result.tensors[`blocks.${layer}.attn.${name}`];
  const heads = tensor('pattern')?.shape[1] ?? 0;
  const q = headOf(tensor('rot_q') ?? tensor('q'), head, heads);
  const k = headOf(tensor('rot_k') ?? tensor('k'), head, heads);
  const v = headOf(tensor('v'), head, heads);
  const scores = headOf(tensor('attn_scores'), head, heads);
  const pattern = headOf(tensor('pattern'), head, heads);
  const z = headOf(tensor('z'), head, heads);
  if (!q || !k || !v || !scores || !pattern || !z || head >= heads) return null;
  const length = result.tokens.length;
  return { length, headSize: q.length / length, q, k, v, scores, pattern, z };
}

const row = (matrix: Float32Array, index: number, size: number) =>
  matrix.subarray(index * size, (index + 1) * size);

export function cellArithmetic(view: HeadView, query: number, key: number): CellArithmetic {
  const { headSize, length } = view;
  const q = row(view.q, query, headSize);
  const k = row(view.k, key, headSize);
  const terms = q.map((value, dimension) => value * (k[dimension] ?? 0));
  return {
    q,
    k,
    terms,
    dot: terms.reduce((sum, term) => sum + term, 0),
    score: view.scores[query * length + key] ?? 0,
    weight: view.pattern[query * length + key] ?? 0,
    output: row(view.z, query, headSize),
  };
}

/** The keys of a row, the heaviest first. */
export function heaviest(view: HeadView, query: number): { readonly key: number; readonly weight: number }[] {
  return Array.from({ length: query + 1 }, (_, key) => ({
    key,
    weight: view.pattern[query * view.length + key] ?? 0,
  })).sort((a, b) => b.weight - a.weight || a.key - b.key);
}
