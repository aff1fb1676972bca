import { beforeAll, describe, expect, it, vi } from 'vitest';
import { startBackend } from '../../src/models/tf.ts';
import type { AttributionTarget, Intervention, NamedTensors } from '../../src/runtime/client.ts';
import { smallConfig } from '../models/small-rows.ts';
import { inProcess } from './support/in-process.ts';

// No claim about time: a machine that runs much else needs longer than the default.
vi.setConfig({ testTimeout: 400_000, hookTimeout: 400_000 });

const tokens = [1, 4, 2, 8, 5, 3];
const at = (tensors: NamedTensors, name: string, index: number) => tensors[name]?.data[index] ?? Number.NaN;

beforeAll(async () => {
  await startBackend('cpu');
});

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  const targets: AttributionTarget[] = [
    { kind: 'logit', position: 5, token: 7 },
    { kind: 'log-probability', position: 4, token: 2, against: 3 },
    { kind: 'loss' },
  ];

  it.each(targets)('the gradient of $kind is what a small change does', async (of) => {
    const { runtime } = inProcess({ forced: backend });
    const ask = { model: { fresh: smallConfig('gpt2', { layers: 2 }), seed: 7 }, tokens, of };
    const by = ['embed', 'blocks.1.attn.pattern', 'blocks.0.mlp.post'];
    const before = (await runtime.memory()).numTensors;
    const { gradients, tensors, value } = await runtime.attribute({ ...ask, by });
    expect(Object.keys(gradients)).toEqual(['embed', 'blocks.0.mlp.post', 'blocks.1.attn.pattern']);
    // By finite differences, at one place of each tensor, all inside the text that the target sees.
    const places = { embed: [2, 3], 'blocks.0.mlp.post': [1, 5] } as const;
    for (const [name, [position, column]] of Object.entries(places)) {
      const width = tensors[name]?.shape[2] ?? 0;
      const index = position * width + column;
      const moved = async (by: number) => {
        const change: Intervention = {
          kind: 'fill',
          name,
          value: at(tensors, name, index) + by,
          places: [
            { axis: 1, index: position },
            { axis: 2, index: column },
          ],
        };
        return (await runtime.attribute({ ...ask, by: ['logits'], interventions: [change] })).value;
      };
      const difference = ((await moved(0.01)) - (await moved(-0.01))) / 0.02;
      expect(at(gradients, name, index)).toBeCloseTo(difference, 2);
      expect(difference).not.toBe(0);
    }
    expect(value).toBeCloseTo((await runtime.attribute({ ...ask, by })).value, 6);
    await runtime.dispose();
    expect((await runtime.memory()).numTensors).toBe(before);
  });

  it('a window reaches as far as its layers: beyond, the gradient is 0', async () => {
    const { runtime } = inProcess({ forced: backend });
    const model = { fresh: smallConfig('mistral', { layers: 2, window: 2 }), seed: 7 };
    const of = { kind: 'logit', position: 5, token: 7 } as const;
    const { gradients } = await runtime.attribute({ model, tokens, of, by: ['embed'] });
    const reach = [0, 1, 2, 3, 4, 5].map((position) => {
      const row = gradients.embed?.data.subarray(position * 8, position * 8 + 8) ?? [];
      return row.some((one) => one !== 0);
    });
    // Two layers of a window of 2 see one token back each.
    expect(reach).toEqual([false, false, false, true, true, true]);
  });
});

it('reads both texts of an encoder-decoder, and refuses what is not there', async () => {
  const { runtime } = inProcess();
  const model = { fresh: smallConfig('t5'), seed: 7 };
  const ask = { model, tokens, source: [3, 9, 1], of: { kind: 'logit', position: 0, token: 1 } as const };
  const { gradients } = await runtime.attribute({ ...ask, by: ['encoder.embed', 'decoder.embed'] });
  expect(gradients['encoder.embed']?.data.some((one) => one !== 0)).toBe(true);
  // The first token sees nothing of what is written after it.
  expect(gradients['decoder.embed']?.data.subarray(8).every((one) => one === 0)).toBe(true);
  const bad = { code: 'bad-request' };
  await expect(runtime.attribute({ ...ask, by: ['nothing'] })).rejects.toMatchObject(bad);
  const far = { kind: 'logit', position: 6, token: 1 } as const;
  await expect(runtime.attribute({ ...ask, of: far, by: ['embed'] })).rejects.toMatchObject(bad);
});
