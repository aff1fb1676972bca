import { expect, test } from 'vitest';
import { countParameters, stateBytes } from '../../src/models/count.ts';
import { memoryOf, precisions } from '../../src/models/precision-memory.ts';
import { presets } from '../../src/models/presets.ts';

const config = presets.find(({ id }) => id === 'llama-7b')?.config;
if (!config) throw new Error('There is no LLaMA-7B.');
const parameters = countParameters(config).total;

test('training takes 16 bytes a parameter before activations, in 32 bits and in mixed precision', () => {
  for (const id of ['float32', 'mixed'] as const) {
    const { weights, gradients, optimizer, cache } = memoryOf(config, id, 1, 8);
    expect(weights + gradients + optimizer).toBe(16 * parameters);
    expect(cache).toBe(0);
  }
});

test('running takes the weights and the cache, and nothing else', () => {
  for (const [id, bits] of [
    ['half', 16],
    ['byte', 8],
    ['nibble', 4],
  ] as const) {
    const memory = memoryOf(config, id, 3, 100);
    expect(memory.weights).toBe((bits / 8) * parameters);
    expect(memory.cache).toBe(3 * stateBytes(config, 100, 0, precisions[id].cache));
    expect(memory.gradients + memory.optimizer + memory.activations).toBe(0);
  }
});

test('activations grow with the texts, and take half the room in 16 bits', () => {
  const of = (id: 'float32' | 'mixed', rows: number) => memoryOf(config, id, rows, 64).activations;
  expect(of('mixed', 4)).toBe(4 * of('mixed', 1));
  expect(of('float32', 1)).toBe(2 * of('mixed', 1));
});
