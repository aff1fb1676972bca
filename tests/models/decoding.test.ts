import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { ModelConfig } from '../../src/models/config.ts';
import {
  disposeState,
  emptyState,
  forward,
  init,
  type ModelInputs,
  type Params,
  stateTensors,
} from '../../src/models/model.ts';
import { disposeParams } from '../../src/models/params.ts';
import { withoutDrops } from '../../src/models/parts/moe.ts';
import {
  dispose,
  keep,
  memory,
  slice,
  startBackend,
  type Tensor2D,
  type Tensor3D,
  tidy,
} from '../../src/models/tf.ts';
import { denseIds, drawnInputs, largestDifference, smallConfig } from './small-rows.ts';

vi.setConfig({ testTimeout: 120_000 }); // Only against standing still: the machine may be busy.

const length = 19; // The window is 4.
const rows = 2;

const part = (tokens: Tensor2D, from: number, count: number): Tensor2D =>
  slice(tokens, [0, from], [rows, count]); // [batch, count]

/** The logits of a text that is read in pieces of these lengths, the source with the first. */
async function readInPieces(
  params: Params,
  config: ModelConfig,
  inputs: ModelInputs,
  pieces: readonly number[],
): Promise<number[][]> {
  let state = emptyState(config, rows);
  const read: Tensor3D[] = [];
  for (const piece of pieces) {
    const before = state;
    const output = tidy(() => {
      const tokens = part(inputs.tokens, before.position, piece);
      const source = before.position === 0 ? inputs : {};
      const made = forward(params, config, { ...source, tokens }, { state: before });
      if (!made.state) throw new Error('No state came back.');
      for (const tensor of stateTensors(made.state)) keep(tensor);
      return { logits: made.logits, state: made.state as never };
    });
    disposeState(before);
    state = output.state;
    read.push(output.logits);
  }
  disposeState(state);
  const positions: number[][] = [];
  for (const logits of read) positions.push(...(await byPosition(logits)));
  dispose(read);
  return positions;
}

/** [batch, seq, vocabulary] -> for each position the logits of all texts. */
async function byPosition(logits: Tensor3D): Promise<number[][]> {
  const [batch, count, vocabulary] = logits.shape;
  const data = await logits.data();
  return Array.from({ length: count }, (_, position) =>
    Array.from({ length: batch }, (__, row) => {
      const start = (row * count + position) * vocabulary;
      return Array.from(data.slice(start, start + vocabulary));
    }).flat(),
  );
}

/** Rows without attention, or with experts, are read in `sparse-and-recurrent-rows.test.ts`, but for this one of two stacks. */
const decoders = [...denseIds.filter((id) => smallConfig(id).stack !== 'encoder'), 'switch' as const];
const ones = Array.from({ length }, () => 1);

describe.each(['cpu', 'wasm'] as const)('reading with a state, on %s', (backend) => {
  beforeAll(() => startBackend(backend));

  it.each(decoders)('%s answers as it does to the whole text', async (id) => {
    const config = withoutDrops(smallConfig(id));
    const params = init(config, 3);
    const inputs = drawnInputs(config, rows, length, 5);
    const before = memory().numTensors;
    const whole = tidy(() => forward(params, config, inputs).logits);
    const expected = (await byPosition(whole)).flat();
    whole.dispose();
    for (const pieces of [ones, [7, 1, 1, 5, 1, 4]]) {
      const found = (await readInPieces(params, config, inputs, pieces)).flat();
      expect(largestDifference(found, expected)).toBeLessThan(1e-4);
    }
    expect(memory().numTensors).toBe(before);
    disposeParams(params);
    dispose(Object.values(inputs));
  });
});
