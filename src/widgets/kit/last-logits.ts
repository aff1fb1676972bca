import type { RunResult } from '../../runtime/client.ts';

/** The logits after the last token. // [batch, seq, vocabulary] -> [vocabulary] */
export function lastLogits(result: RunResult | null): Float32Array | null {
  const logits = result?.tensors.logits;
  const size = logits?.shape.at(-1);
  return logits && size ? logits.data.slice(-size) : null;
}
