import { beforeAll, describe, expect, test, vi } from 'vitest';
import { writeWithBeams } from '../../src/models/beam-reader.ts';
import {
  type BeamOptions,
  type BeamReader,
  type BeamStep,
  beamSearch,
  type Hypothesis,
  lengthPenalty,
} from '../../src/models/beam-search.ts';
import { generate } from '../../src/models/generate.ts';
import { forward, init } from '../../src/models/model.ts';
import { logSoftmax, plainSampling } from '../../src/models/sampling.ts';
import { memory, startBackend, type Tensor2D, tensor, tidy } from '../../src/models/tf.ts';
import { randomStream } from '../../src/random.ts';
import { smallConfig } from './small-rows.ts';

vi.setConfig({ testTimeout: 120_000 }); // Only against standing still: the machine may be busy.

const vocabulary = 4;
const stop = 0;

/** A language drawn at random: the logits after every text; the same text, the same logits. */
function logitsAfter(text: readonly number[], seed: number): number[] {
  const random = randomStream(text.reduce((code, token) => code * (vocabulary + 1) + token + 1, seed));
  return Array.from({ length: vocabulary }, () => 2 * random.normal());
}

/** A reader whose state is the texts themselves, and which counts the states that it has handed out. */
function drawnReader(seed: number): BeamReader<string[]> & { open(): number } {
  let open = 0;
  const texts = (state: readonly string[]) => state.map((text) => [...text].map(Number));
  const give = <T>(value: T): T => {
    open += 1;
    return value;
  };
  return {
    begin: async () => ({ logits: logitsAfter([], seed), state: give(['']) }),
    step: async (state, tokens) => {
      const next = state.map((text, row) => `${text}${tokens[row] ?? 0}`);
      return { logits: texts(next).map((text) => logitsAfter(text, seed)), state: give(next) };
    },
    reorder: (state, parents) => give(parents.map((parent) => state[parent] ?? '')),
    dispose: () => {
      open -= 1;
    },
    open: () => open,
  };
}

/** Every text that ends or is as long as it may be. */
function everyText(seed: number, { maximum, lengthPenalty: alpha }: BeamOptions): Hypothesis[] {
  const found: Hypothesis[] = [];
  const visit = (tokens: number[], logProbability: number): void => {
    const ended = tokens.at(-1) === stop;
    if (ended || tokens.length === maximum) {
      found.push({
        tokens,
        logProbability,
        ended,
        score: logProbability / lengthPenalty(tokens.length, alpha),
      });
      return;
    }
    logSoftmax(logitsAfter(tokens, seed)).forEach((own, token) => {
      visit([...tokens, token], logProbability + own);
    });
  };
  visit([], 0);
  return found.sort((a, b) => b.score - a.score);
}

const options = (changes: Partial<BeamOptions>): BeamOptions => ({
  width: 3,
  maximum: 4,
  stop: [stop],
  lengthPenalty: 0,
  ...changes,
});

describe('beam search', () => {
  test.each([0, 0.6, 1.2])('as wide as the language it finds the best texts, alpha %f', async (alpha) => {
    for (let seed = 1; seed <= 10; seed++) {
      const own = options({ width: vocabulary ** 4, lengthPenalty: alpha });
      const found = await beamSearch(drawnReader(seed), own);
      const wanted = everyText(seed, own);
      expect(found.slice(0, 20).map(({ tokens }) => tokens)).toEqual(
        wanted.slice(0, 20).map(({ tokens }) => tokens),
      );
      expect(found[0]?.score).toBeCloseTo(wanted[0]?.score ?? Number.NaN, 10);
    }
  });

  test('with one beam it takes the likeliest token each time', async () => {
    for (let seed = 1; seed <= 10; seed++) {
      const [found] = await beamSearch(drawnReader(seed), options({ width: 1, maximum: 6 }));
      const greedy: number[] = [];
      while (greedy.length < 6 && greedy.at(-1) !== stop) {
        const logits = logitsAfter(greedy, seed);
        greedy.push(logits.indexOf(Math.max(...logits)));
      }
      expect(found?.tokens).toEqual(greedy);
    }
  });

  test('more beams find likelier texts on the whole, and never more than were asked for', async () => {
    const total = async (width: number) => {
      let sum = 0;
      for (let seed = 1; seed <= 40; seed++) {
        const found = await beamSearch(drawnReader(seed), options({ width, maximum: 6 }));
        expect(found.length).toBeLessThanOrEqual(width);
        expect(found.map(({ score }) => score)).toEqual(
          found.map(({ score }) => score).sort((a, b) => b - a),
        );
        sum += found[0]?.logProbability ?? Number.NaN;
      }
      return sum;
    };
    const [one, two, eight] = [await total(1), await total(2), await total(8)];
    expect(two).toBeGreaterThan(one);
    expect(eight).toBeGreaterThan(two);
  });

  test('a larger length penalty writes longer texts', async () => {
    const lengths = async (alpha: number) => {
      let sum = 0;
      for (let seed = 1; seed <= 40; seed++) {
        const [first] = await beamSearch(
          drawnReader(seed),
          options({ width: 8, maximum: 8, lengthPenalty: alpha }),
        );
        sum += first?.tokens.length ?? 0;
      }
      return sum;
    };
    expect(await lengths(2)).toBeGreaterThan(await lengths(0));
    expect(lengthPenalty(1, 0.6)).toBe(1);
    expect(lengthPenalty(7, 1)).toBe(2);
  });

  test('it stops as soon as no open text can win, tells its steps and gives every state back', async () => {
    const reader = drawnReader(3);
    const steps: BeamStep[] = [];
    const found = await beamSearch(reader, options({ width: 2, maximum: 500 }), (step) => steps.push(step));
    expect(found.every(({ ended }) => ended)).toBe(true);
    expect(steps.length).toBeLessThan(100);
    expect(steps.every(({ kept }) => kept.filter(({ ended }) => !ended).length <= 2)).toBe(true);
    expect(reader.open()).toBe(0);
  });

  test('it gives every state back when reading fails', async () => {
    const reader = drawnReader(3);
    const failing = { ...reader, step: () => Promise.reject(new Error('no more')) };
    await expect(beamSearch(failing, options({}))).rejects.toThrow('no more');
    expect(reader.open()).toBe(0);
  });
});

describe.each(['cpu', 'wasm'] as const)('beams of a model, on %s', (backend) => {
  beforeAll(() => startBackend(backend));

  const ids = [
    'gpt2',
    'mistral',
    'mixtral',
    't5',
    'mamba',
    'hyena',
    'hybrid',
    'linear-attention',
    'latent-attention',
    'gru',
  ] as const;
  test.each(ids)('%s: the score of each text is the one that a full reading gives', async (id) => {
    const config = smallConfig(id);
    const params = init(config, 6);
    const source = config.encoder ? { source: [4, 5, 6] } : {};
    const before = memory().numTensors;
    const own = { width: 3, maximum: 6, stop: [1], lengthPenalty: 0.6, ...source };
    const found = await writeWithBeams(params, config, [2, 3], own);
    expect(memory().numTensors).toBe(before);
    expect(found).toHaveLength(3);
    for (const { tokens, logProbability } of found) {
      const text = [2, 3, ...tokens];
      const logits = tidy(() => {
        const read = tensor(text, [1, text.length], 'int32') as Tensor2D;
        const inputs = config.encoder ? { source: tensor([4, 5, 6], [1, 3], 'int32') as Tensor2D } : {};
        return forward(params, config, { tokens: read, ...inputs }).logits;
      });
      const values = await logits.data();
      logits.dispose();
      const wanted = tokens.reduce((sum, token, at) => {
        const start = (at + 1) * config.vocabulary;
        return sum + (logSoftmax(values.slice(start, start + config.vocabulary))[token] ?? Number.NaN);
      }, 0);
      expect(logProbability).toBeCloseTo(wanted, 3);
    }
  });

  test('one beam writes what sampling at temperature 0 writes', async () => {
    const config = smallConfig('mamba');
    const params = init(config, 7);
    const [found] = await writeWithBeams(params, config, [2], {
      width: 1,
      maximum: 8,
      stop: [],
      lengthPenalty: 0,
    });
    const sampling = { ...plainSampling, temperature: 0 };
    const written: number[] = [];
    for await (const { id } of generate(params, config, [2], {
      sampling,
      seed: 1,
      maximum: 8,
      cache: true,
    })) {
      written.push(id);
    }
    expect(found?.tokens).toEqual(written);
    expect(found?.ended).toBe(false);
  });
});
