import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { toytownDataset } from '../../src/data/toytown/dataset.ts';
import { inProcess } from './support/in-process.ts';

vi.setConfig({ testTimeout: 120_000 });

const folder = join(import.meta.dirname, '../../public/checkpoints/gpt2-toytown');
const stepFiles = readdirSync(join(folder, 'steps'));
const files = new Map(
  ['config.json', 'tokenizer.json', 'model.safetensors', ...stepFiles.map((name) => `steps/${name}`)].map(
    (name) => [name, new Uint8Array(readFileSync(join(folder, name)))] as const,
  ),
);

it('runs the shipped model and its saved steps, better the longer they were trained', async () => {
  const { runtime } = inProcess({ models: new Map([['gpt2-toytown', files]]), forced: 'wasm' });
  const [batch] = toytownDataset.heldOut(1, 1, 64);
  const tokens = [...(batch?.tokens ?? [])];
  const lossOf = async (step?: number): Promise<number> => {
    const at = step === undefined ? {} : { step };
    const { losses } = await runtime.run({ model: 'gpt2-toytown', ...at, tokens, capture: [], loss: true });
    return (losses ?? new Float32Array()).reduce((sum, loss) => sum + loss, 0) / (tokens.length - 1);
  };
  const steps = stepFiles.map((name) => Number.parseInt(name, 10)).sort((a, b) => a - b);
  const [first = -1] = steps;
  const untrained = await lossOf(first);
  const trained = await lossOf();
  expect(steps.length).toBeGreaterThan(1);
  for (const step of steps.slice(1)) expect(await lossOf(step)).toBeLessThan(untrained);
  expect(trained).toBeLessThan(untrained / 2);
});

it('writes the same text with and without the cache', async () => {
  const { runtime } = inProcess({ models: new Map([['gpt2-toytown', files]]), forced: 'wasm' });
  const sampling = { temperature: 1, topK: null, topP: null, seed: 7 };
  const ask = { model: 'gpt2-toytown', tokens: [1, 2, 3], sampling, maximum: 24 };
  const cached = await runtime.generate({ ...ask, cache: true });
  const full = await runtime.generate({ ...ask, cache: false });
  expect(cached.tokens).toEqual(full.tokens);
});
