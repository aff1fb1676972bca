import { beforeAll, describe, expect, it } from 'vitest';
import { type ArchitectureId, architectures } from '../../src/models/architectures.ts';
import { forward, init } from '../../src/models/model.ts';
import { startBackend, tidy } from '../../src/models/tf.ts';
import { differences, walk } from '../../src/models/walk.ts';
import { drawnInputs, smallConfig } from './small-rows.ts';

const ways: [ArchitectureId, ArchitectureId, string[]][] = [
  ['gpt2', 'llama', ['position', 'norm', 'activation', 'gate', 'biases', 'head']],
  ['llama', 'mistral', ['window']],
  ['mistral', 'mixtral', ['position', 'window', 'channelMixer']],
  ['mixtral', 'mamba', ['position', 'tokenMixer', 'channelMixer', 'head']],
  ['mamba', 'mamba-lti', ['selective']],
  ['llama', 'palm', ['norm', 'normPlace', 'normEpsilon', 'head', 'initialization']],
  ['gpt2', 'linear-attention', ['tokenMixer']],
  ['gpt2', 'hyena', ['position', 'tokenMixer']],
  ['mamba', 'hybrid', ['tokenMixer', 'channelMixer']],
];

describe('a walk from one architecture to another', () => {
  beforeAll(() => startBackend('cpu'));

  it.each(ways)('%s -> %s makes one choice at a time, and each step runs', async (from, to, choices) => {
    const steps = walk(smallConfig(from), smallConfig(to));
    expect(steps.map(({ choice }) => choice)).toEqual([null, ...choices]);
    expect(differences(steps[0]?.config, smallConfig(from))).toEqual([]);
    expect(differences(steps.at(-1)?.config, smallConfig(to))).toEqual([]);
    for (const { choice, config } of steps) {
      const logits = tidy(() => forward(init(config, 1), config, drawnInputs(config, 1, 7, 2)).logits);
      expect(
        (await logits.data()).every((value) => Number.isFinite(value)),
        String(choice),
      ).toBe(true);
      logits.dispose();
    }
  });

  it('from a model to itself has no steps', () => {
    expect(walk(smallConfig('gpt2'), smallConfig('gpt2'))).toHaveLength(1);
  });

  it('makes deeper and wider models too', () => {
    const steps = walk(smallConfig('gpt2'), smallConfig('gpt2', { layers: 3, width: 16, hidden: 20 }));
    expect(steps.map(({ choice }) => choice)).toEqual([null, 'width', 'depth', 'hidden']);
  });

  it('is refused where no single choice leads', () => {
    const sizes = { vocabulary: 11, context: 8, width: 8, layers: 1, heads: 2 };
    expect(() => walk(architectures.gpt2.config(sizes), architectures.t5.config(sizes))).toThrow(/cross/);
  });
});
