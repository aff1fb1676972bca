import type { RunResult } from '../../runtime/client.ts';

/** The logits after the last token, or at another row. // [batch, seq, vocabulary] -> [vocabulary] */
export function lastLogits(result: RunResult | null, row?: number): Float32Array | null {
  const logits = result?.tensors.logits;
  const size = logits?.shape.at(-1);
  if (!logits || !size) return null;
  return row === undefined ? logits.data.slice(-size) : logits.data.slice(row * size, (row + 1) * size);
}
