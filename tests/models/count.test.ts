import { beforeAll, describe, expect, it } from 'vitest';
import { type ArchitectureId, architectures, type Sizes } from '../../src/models/architectures.ts';
import type { ModelConfig } from '../../src/models/config.ts';
import { seenPairs } from '../../src/models/count/mixers.ts';
import {
  countParameters,
  decodeFlops,
  prefillFlops,
  stateBytes,
  trainingFlops,
  trainingMemory,
} from '../../src/models/count.ts';
import { emptyState, init, stateTensors } from '../../src/models/model.ts';
import { countParams, disposeParams } from '../../src/models/params.ts';
import { presets } from '../../src/models/presets.ts';
import { startBackend, tidy } from '../../src/models/tf.ts';
import { choicesOf, configOf } from '../../src/widgets/kit/calculator-data.ts';

const row = (id: ArchitectureId, sizes: Sizes, changes: Partial<ModelConfig> = {}): ModelConfig => ({
  ...architectures[id].config(sizes),
  ...changes,
});

const presetOf = (id: string): ModelConfig => {
  const found = presets.find((preset) => preset.id === id);
  if (!found) throw new Error(`There is no preset ${id}.`);
  return found.config;
};

const rounded = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;

describe('parameters of published models', () => {
  it.each(presets.map((preset) => [preset.title, preset] as const))('%s', (_title, { config, exact }) => {
    const counted = rounded(countParameters(config).total / 1e6, exact.digits);
    expect(counted).toBeCloseTo(rounded(exact.millions, exact.digits), 6);
  });

  it('are those that the source document names, from their configs alone', () => {
    const billions = (id: string) => countParameters(presetOf(id)).total / 1e9;
    // BERT's own paper rounds 335 million up to 340.
    expect(Math.abs(billions('bert-large') / 0.34 - 1)).toBeLessThan(0.02);
    expect(Math.round(billions('gpt3'))).toBe(175);
    expect(Math.round(billions('palm'))).toBe(540);
  });

  it('counts the experts of a token only', () => {
    expect(rounded(countParameters(presetOf('mixtral')).active / 1e9, 2)).toBe(12.88);
  });
});

const small: Sizes = {
  vocabulary: 11,
  context: 8,
  width: 8,
  layers: 2,
  heads: 4,
  keyValueHeads: 2,
  headSize: 6,
};

describe('every row, built small', () => {
  beforeAll(() => startBackend('cpu'));

  it.each([...(Object.keys(architectures) as ArchitectureId[]), 'gpt2 without norms'] as const)(
    '%s has as many parameters as are counted',
    (id) => {
      const gpt2 = architectures.gpt2.config(small);
      const config =
        id === 'gpt2 without norms'
          ? { ...gpt2, norm: { ...gpt2.norm, place: 'none' as const } }
          : architectures[id].config(small);
      const params = init(config, 1);
      const { total, parts } = countParameters(config);
      expect(total).toBe(countParams(params));
      expect(parts.reduce((sum, part) => sum + part.total, 0)).toBe(total);
      disposeParams(params);
    },
  );

  it.each(Object.keys(architectures) as ArchitectureId[])('%s keeps as many numbers as are counted', (id) => {
    const config = { ...architectures[id].config(small), stack: 'decoder' as const };
    tidy(() => {
      const kept = stateTensors(emptyState(config, 1)).reduce((sum, { size }) => sum + size, 0);
      const windows = config.layers.filter(
        ({ mixer }) => mixer.kind === 'attention' && mixer.window !== null,
      );
      // The newest token of a window needs no slot, since it is read from where it is made.
      const newest = windows.length * 2 * 2 * 6;
      const counted = stateBytes(config, config.context, 0, 1);
      expect(counted).toBeGreaterThanOrEqual(kept);
      expect(counted).toBeLessThanOrEqual(kept + newest);
    });
  });
});

describe('the calculator', () => {
  it.each([
    'gpt2-small',
    'gpt3',
    'palm',
    'llama-7b',
    'llama2-70b',
    'mistral-7b',
    'mixtral',
    't5-base',
    'mamba-130m',
  ])('builds %s again from what its sliders say', (id) => {
    const config = presetOf(id);
    expect(countParameters(configOf(choicesOf(id, config))).total).toBe(countParameters(config).total);
  });
});

describe('operations', () => {
  const config = row('mistral', { ...small, context: 64, window: 5 });

  it('see each pair of query and key once', () => {
    const brute = (causal: boolean, window: number | null, start: number, tokens: number) => {
      let pairs = 0;
      for (let query = start; query < start + tokens; query++) {
        for (let key = 0; key < start + tokens; key++) {
          const past = !causal || key <= query;
          const near = window === null || query - key < window;
          if (past && near) pairs++;
        }
      }
      return pairs;
    };
    for (const [start, tokens] of [
      [0, 13],
      [3, 4],
      [9, 7],
    ] as const) {
      for (const window of [null, 5]) {
        const counted = seenPairs({ causal: true, window }, { start, tokens });
        expect(counted).toBe(brute(true, window, start, tokens));
      }
      expect(seenPairs({ causal: false, window: null }, { start, tokens })).toBe(
        brute(false, null, start, tokens),
      );
    }
  });

  it('of a text read token by token are those of the text read at once', () => {
    const tokens = Array.from({ length: 21 }, (_, length) => decodeFlops(config, length).total);
    expect(tokens.reduce((sum, one) => sum + one)).toBe(prefillFlops(config, 21).total);
  });

  it('are about two a parameter and token, and three times as many to train', () => {
    const big = presetOf('gpt2-small');
    const perToken = (prefillFlops(big, 1024).total - prefillFlops(big, 1024).mixing) / 1024;
    const positions = 1024 * 768;
    expect(perToken / (2 * (countParameters(big).total - positions))).toBeCloseTo(1, 2);
    expect(trainingFlops(big, 1024)).toBe(3 * prefillFlops(big, 1024).total);
  });

  it('of attention grow with the square of the text, of a window with its length', () => {
    const slope = (of: ModelConfig) =>
      Math.log2(prefillFlops(of, 2 ** 20).mixing / prefillFlops(of, 2 ** 19).mixing);
    expect(slope(row('llama', small))).toBeCloseTo(2, 4);
    expect(slope(config)).toBeCloseTo(1, 4);
    expect(slope(row('mamba', small))).toBe(1);
  });
});

describe('memory', () => {
  it('of keys and values is that of the heads that have some, up to the window', () => {
    const perToken = 2 * 8 * 128 * 32 * 2;
    expect(stateBytes(presetOf('mistral-7b'), 1000, 0, 2)).toBe(1000 * perToken);
    expect(stateBytes(presetOf('mistral-7b'), 10_000, 0, 2)).toBe(4096 * perToken);
  });

  it('of training is four times the weights, and the activations', () => {
    const config = row('gpt2', small);
    const memory = trainingMemory(config, 2, 8);
    expect(memory.weights).toBe(4 * countParameters(config).total);
    expect(memory.total - memory.activations).toBe(4 * memory.weights);
    expect(trainingMemory(config, 4, 8).activations).toBe(2 * memory.activations);
  });
});
