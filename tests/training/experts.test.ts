import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Batch, Dataset } from '../../src/data/batch.ts';
import { architectures } from '../../src/models/architectures.ts';
import type { ModelConfig } from '../../src/models/config.ts';
import { forward } from '../../src/models/model.ts';
import { flatten } from '../../src/models/params.ts';
import { capture } from '../../src/models/probe.ts';
import { dispose, memory, startBackend, type Tensor2D, tensor, tidy } from '../../src/models/tf.ts';
import { TrainingSession } from '../../src/training/session.ts';

vi.setConfig({ testTimeout: 120_000 }); // Only against standing still: the machine may be busy.

/** Every token is followed by the next one. */
function batch(seed: number, index: number, rows: number, length: number): Batch {
  const values = (shift: number) =>
    Int32Array.from(
      { length: rows * length },
      (_, at) => (seed + 7 * index + 3 * Math.floor(at / length) + (at % length) + shift) % 12,
    );
  const weights = new Float32Array(rows * length).fill(1);
  return { rows, length, tokens: values(0), targets: values(1), weights, floor: 0 };
}
const dataset: Dataset = {
  vocabulary: 12,
  training: batch,
  heldOut: (count, rows, length) => [batch(0, count, rows, length)],
};

/** Switch's routing with these coefficients, and room for all. */
function configWith(loadBalance: number): ModelConfig {
  const sizes = {
    vocabulary: 12,
    context: 8,
    width: 8,
    layers: 1,
    heads: 2,
    experts: 4,
    initializerRange: 0.3,
  };
  const config = architectures['switch-decoder'].config({ ...sizes, capacityFactor: 4 });
  const layers = config.layers.map((layer) =>
    layer.channelMixer.kind === 'mixture-of-experts'
      ? { ...layer, channelMixer: { ...layer.channelMixer, loadBalance } }
      : layer,
  );
  return { ...config, layers };
}

const begin = (config: ModelConfig): TrainingSession => {
  const schedule = { peak: 0.02, warmUp: 2, finalShare: 1 };
  const settings = { rows: 6, length: 8, steps: 60, schedule, weightDecay: 0, clip: 1, beta2: 0.95 };
  return new TrainingSession({ config, dataset, ...settings }, 5);
};

/** The share of the busiest expert. */
async function busiest(session: TrainingSession, config: ModelConfig): Promise<number> {
  const seen = capture((name) => name.endsWith('expert_index'));
  tidy(() => {
    const { tokens } = batch(1, 1, 6, 8);
    forward(
      session.params,
      config,
      { tokens: tensor(tokens, [6, 8], 'int32') as Tensor2D },
      { probe: seen.probe },
    );
  });
  const counts = [0, 0, 0, 0];
  for (const own of seen.tensors.values()) {
    for (const expert of await own.data()) counts[expert] = (counts[expert] ?? 0) + 1;
    dispose(own);
  }
  return Math.max(...counts) / counts.reduce((sum, count) => sum + count, 0);
}

describe('training a model with experts', () => {
  beforeAll(() => startBackend('wasm'));

  it('asks for balance in the gradient, and reports the loss without it', async () => {
    const [plain, balanced] = [begin(configWith(0)), begin(configWith(5))];
    const router = async (session: TrainingSession) =>
      Array.from((await flatten(session.params).get('blocks.0.moe.router.weight')?.data()) ?? []);
    const [first, second] = [await plain.advance(), await balanced.advance()];
    expect(second.loss).toBe(first.loss);
    expect(await router(balanced)).not.toEqual(await router(plain));
    plain.dispose();
    balanced.dispose();
  });

  it('spreads the tokens, learns, and leaves no tensor behind', async () => {
    const before = memory().numTensors;
    const config = configWith(1);
    const session = begin(config);
    const first = await session.advance();
    const kept = memory().numTensors;
    const shareBefore = await busiest(session, config);
    let last = first;
    for (let step = 1; step < 60; step++) last = await session.advance();
    expect(memory().numTensors).toBe(kept);
    expect(last.loss).toBeLessThan(0.7 * first.loss);
    expect(await busiest(session, config)).toBeLessThan(Math.max(0.4, shareBefore));
    session.dispose();
    expect(memory().numTensors).toBe(before);
  });
});
