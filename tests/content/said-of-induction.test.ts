import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { drawInduction } from '../../src/data/tasks/induction.ts';
import { type Checkpoint, loadCheckpoint } from '../../src/models/checkpoints/load.ts';
import { interventionProbe } from '../../src/models/interventions.ts';
import { forward } from '../../src/models/model.ts';
import { capture, chain } from '../../src/models/probe.ts';
import { startBackend, type Tensor2D, tensor, tidy } from '../../src/models/tf.ts';
import { randomStream } from '../../src/random.ts';
import { nodeFolder } from '../../src/training/node-files.ts';

/** What the chapter on heads says of the two that work together, on the texts that its figure draws. */

const [texts, length, heads] = [8, 48, 4];
let model: Checkpoint;

beforeAll(async () => {
  await startBackend('wasm');
  model = await loadCheckpoint(
    nodeFolder(join(import.meta.dirname, '../../public/checkpoints/induction-2l')),
  );
});

interface Shares {
  /** Of the weight of each head of layer 1: how much falls on the token before. */
  readonly previous: readonly number[];
  /** The best prefix-matching score of layer 2. */
  readonly matching: number;
}

async function read(off: readonly number[]): Promise<Shares> {
  const random = randomStream(1);
  const previous = new Float64Array(heads);
  const matching = new Float64Array(heads);
  for (let text = 0; text < texts; text++) {
    const drawn = drawInduction(random, length, { vocabulary: 64, shortest: 8, longest: 16 });
    const silent = interventionProbe(
      off.map((head) => ({
        kind: 'ablate',
        name: 'blocks.0.attn.z',
        places: [{ axis: 1, index: head - 1 }],
      })),
    );
    const { probe, tensors } = capture((name) => name.endsWith('.pattern'));
    tidy(() => {
      const tokens = tensor(Array.from(drawn.tokens), [1, length], 'int32') as Tensor2D;
      forward(model.params, model.config, { tokens }, { probe: chain(silent, probe) });
    });
    const [first, second] = await Promise.all([...tensors.values()].map((pattern) => pattern.data())); // [1, heads, query, key]
    for (const pattern of tensors.values()) pattern.dispose();
    const weight = (pattern: ArrayLike<number> | undefined, head: number, query: number, key: number) =>
      pattern?.[(head * length + query) * length + key] ?? Number.NaN;
    for (let head = 0; head < heads; head++) {
      for (let query = 1; query < length; query++)
        previous[head] = (previous[head] ?? 0) + weight(first, head, query, query - 1) / (length - 1) / texts;
      for (let at = 0; at < drawn.length - 1; at++)
        matching[head] =
          (matching[head] ?? 0) +
          weight(second, head, drawn.second + at, drawn.first + at + 1) / (drawn.length - 1) / texts;
    }
  }
  return { previous: [...previous], matching: Math.max(...matching) };
}

test('head 4 of layer 1 looks at the token before; without it the second layer finds a third of what it found', async () => {
  const whole = await read([]);
  expect(whole.previous[3]).toBeGreaterThan(0.8);
  expect(whole.matching).toBeGreaterThan(0.95);
  expect(Math.abs((await read([4])).matching - 1 / 3)).toBeLessThan(0.1);
  // Head 2 hardly looks there, and is needed all the same.
  expect(whole.previous[1]).toBeLessThan(0.05);
  expect((await read([2])).matching).toBeLessThan(0.5);
  expect((await read([1, 2, 3, 4])).matching).toBeLessThan(0.1);
});
