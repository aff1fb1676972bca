/** What an encoder-decoder writes of many sources at once, always its first choice. */
import type { Source } from '../../data/batch.ts';
import type { ModelConfig } from '../../models/config.ts';
import {
  disposeState,
  emptyState,
  forward,
  type ModelState,
  type Params,
  stateTensors,
} from '../../models/model.ts';
import { argMax, keep, type Tensor2D, tensor, tidy } from '../../models/tf.ts';

export interface WritingOptions {
  /** What the decoder reads first. */
  readonly start: number;
  /** What ends a text; it is not part of what is answered. */
  readonly end: number;
  /** Tokens a text, at most. */
  readonly maximum: number;
}

export async function writeGreedily(
  params: Params,
  config: ModelConfig,
  source: Source,
  { start, end, maximum }: WritingOptions,
): Promise<number[][]> {
  const rows = source.tokens.length / source.length;
  const texts: number[][] = Array.from({ length: rows }, () => []);
  const ended = new Set<number>();
  let next = new Int32Array(rows).fill(start);
  let state: ModelState = emptyState(config, rows);
  try {
    for (let written = 0; written < maximum && ended.size < rows; written++) {
      const before = state;
      const chosen = tidy(() => {
        const tokens = tensor(next, [rows, 1], 'int32') as Tensor2D; // [rows, 1]
        // The source is read in the first step; later ones go on from what is kept of it.
        const shape: [number, number] = [rows, source.length];
        const read = {
          source: tensor(source.tokens, shape, 'int32') as Tensor2D, // [rows, source]
          paddingMask: tensor(source.padding, shape) as Tensor2D, // [rows, source]
        };
        const output = forward(params, config, { tokens, ...read }, { state: before });
        if (!output.state) throw new Error('The model read with a state but answered without one.');
        state = output.state;
        for (const kept of stateTensors(state)) keep(kept);
        return argMax(output.logits, -1); // [rows, 1]
      });
      disposeState(before);
      next = Int32Array.from(await chosen.data());
      chosen.dispose();
      next.forEach((token, row) => {
        if (token === end) ended.add(row);
        else if (!ended.has(row)) texts[row]?.push(token);
      });
    }
  } finally {
    disposeState(state);
  }
  return texts;
}
