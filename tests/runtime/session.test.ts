import { beforeAll, describe, expect, it, vi } from 'vitest';
import { CheckpointError } from '../../src/models/checkpoints/errors.ts';
import { memoryFiles } from '../../src/models/checkpoints/files.ts';
import { memory, startBackend } from '../../src/models/tf.ts';
import type { GeneratedToken, TensorData } from '../../src/runtime/protocol.ts';
import { inProcess } from './support/in-process.ts';
import { tinyConfig, tinyFiles } from './support/tiny-model.ts';

// No claim about time: a machine that runs much else needs longer than the default.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let files: Map<string, Uint8Array>;
let models: Map<string, Map<string, Uint8Array>>;

beforeAll(async () => {
  await startBackend('cpu');
  files = await tinyFiles();
  models = new Map([['tiny', files]]);
});

const tokens = [1, 4, 2, 8, 5];
const sampling = { temperature: 1, topK: null, topP: null, seed: 3 };

const named = (tensors: { readonly [name: string]: TensorData }, name: string): TensorData => {
  const found = tensors[name];
  if (found === undefined) throw new Error(`${name} was not captured`);
  return found;
};

function expectClose({ data }: TensorData, expected: readonly number[]): void {
  expect(data).toHaveLength(expected.length);
  for (const [at, value] of expected.entries()) expect(data[at]).toBeCloseTo(value, 6);
}

describe('load', () => {
  it('tells bytes of the total, the config, the size and the backend with its reason', async () => {
    const { runtime } = inProcess({ models });
    const progress: string[] = [];
    const info = await runtime.load(
      { model: 'tiny' },
      { onProgress: ({ phase, done, total }) => progress.push(`${phase} ${done}/${total}`) },
    );
    const bytes = files.get('model.safetensors')?.byteLength;
    expect(progress).toContain(`download ${bytes}/${bytes}`);
    expect(progress.at(-1)).toBe('prepare 1/1');
    expect(info).toMatchObject({ model: 'tiny', step: null, config: tinyConfig, status: { backend: 'cpu' } });
    // 11 x 8 tokens, 12 x 8 positions, two blocks of 12 x 8 x 8 weights, 9 x 8 biases and 4 x 8 of norms, a last norm.
    expect(info.parameters).toBe(88 + 96 + 2 * (768 + 72 + 32) + 16);
    expect(info.status.reason).toBe('JavaScript, because the address of the page asks for it.');
  });

  it('says which model is missing, damaged or out of reach', async () => {
    const cut = new Map(files);
    cut.set('model.safetensors', (files.get('model.safetensors') ?? new Uint8Array()).slice(0, 900));
    const { runtime } = inProcess({ models: new Map([['cut', cut]]) });
    await expect(runtime.load({ model: 'none' })).rejects.toMatchObject({ code: 'model-missing' });
    await expect(runtime.load({ model: 'cut' })).rejects.toMatchObject({
      code: 'model-corrupt',
      message: expect.stringMatching(/^The files of this model cannot be used: model\.safetensors: /),
    });
    const offline = inProcess({
      files: () => ({
        read: async (name) => {
          throw new CheckpointError('unreachable', 'the server did not answer.', name);
        },
      }),
    });
    await expect(offline.runtime.load({ model: 'tiny' })).rejects.toMatchObject({ code: 'offline' });
  });

  it('fetches again after a failure, and once for any number of requests', async () => {
    let reads = 0;
    let broken = true;
    const { runtime } = inProcess({
      files: () => ({
        read: async (name, onProgress) => {
          if (name === 'model.safetensors') reads += 1;
          if (broken) throw new CheckpointError('unreachable', 'the server did not answer.', name);
          return memoryFiles(files).read(name, onProgress);
        },
      }),
    });
    await expect(runtime.load({ model: 'tiny' })).rejects.toMatchObject({ code: 'offline' });
    broken = false;
    await Promise.all([1, 2, 3].map(() => runtime.run({ model: 'tiny', tokens, capture: [] })));
    await runtime.load({ model: 'tiny' });
    expect(reads).toBe(1);
  });
});

describe('run', () => {
  it('answers with what was asked for, by name and shape, attention rows that sum to 1 and are causal', async () => {
    const { runtime } = inProcess({ models });
    const result = await runtime.run({ model: 'tiny', tokens, capture: ['blocks.*.attn.pattern', 'logits'] });
    expect(Object.keys(result.tensors)).toEqual(['blocks.0.attn.pattern', 'blocks.1.attn.pattern', 'logits']);
    expect(result).toMatchObject({ model: 'tiny', step: null, tokens, losses: null, backend: 'cpu' });
    expect(named(result.tensors, 'logits').shape).toEqual([1, 5, 11]);
    const { shape, data } = named(result.tensors, 'blocks.1.attn.pattern');
    expect(shape).toEqual([1, 2, 5, 5]);
    for (let row = 0; row < 10; row++) {
      const weights = data.subarray(row * 5, row * 5 + 5);
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
      expect([...weights.subarray((row % 5) + 1)].every((weight) => weight === 0)).toBe(true);
    }
  });

  it('gives the loss of each token but the first, as its logits say', async () => {
    const { runtime } = inProcess({ models });
    const { losses, tensors } = await runtime.run({ model: 'tiny', tokens, capture: ['logits'], loss: true });
    const { data } = named(tensors, 'logits');
    expect(losses).toHaveLength(4);
    for (const [index, target] of tokens.slice(1).entries()) {
      const row = data.subarray(index * 11, index * 11 + 11);
      const total = row.reduce((sum, logit) => sum + Math.exp(logit), 0);
      expect(losses?.[index]).toBeCloseTo(Math.log(total) - (row[target] ?? Number.NaN), 4);
    }
    const single = await runtime.run({ model: 'tiny', tokens: [3], capture: [], loss: true });
    expect(single.losses).toBeNull();
  });

  it('changes what an intervention names, and what follows from it', async () => {
    const { runtime } = inProcess({ models });
    const ask = { model: 'tiny', tokens, capture: ['blocks.0.attn.z', 'logits'], loss: true };
    const plain = await runtime.run(ask);
    const ablated = await runtime.run({
      ...ask,
      interventions: [{ kind: 'ablate', name: 'blocks.0.attn.z', places: [{ axis: 1, index: 1 }] }],
    });
    const [before, after] = [
      named(plain.tensors, 'blocks.0.attn.z'),
      named(ablated.tensors, 'blocks.0.attn.z'),
    ];
    const half = before.data.length / 2;
    expect(after.data.subarray(0, half)).toEqual(before.data.subarray(0, half));
    expect([...after.data.subarray(half)].every((value) => value === 0)).toBe(true);
    expect(ablated.losses).not.toEqual(plain.losses);
  });

  it('takes a saved step as another model', async () => {
    const { runtime } = inProcess({ models });
    const last = await runtime.run({ model: 'tiny', tokens, capture: ['logits'] });
    const early = await runtime.run({ model: 'tiny', step: 10, tokens, capture: ['logits'] });
    expect(early.step).toBe(10);
    expect(named(early.tensors, 'logits').data).not.toEqual(named(last.tensors, 'logits').data);
    expect((await runtime.memory()).models).toEqual(['tiny', 'tiny@10']);
  });

  it.each([
    ['bad-request', [], 'There is no text for the model to read.'],
    ['too-long', Array(13).fill(1), 'The text has 13 tokens, and this model reads at most 12.'],
    ['bad-token', [1, 11], 'The text holds token 11, and this model has only tokens 0 to 10.'],
    ['bad-token', [-1], /token -1/],
    ['bad-token', [0.5], /token 0\.5/],
    ['bad-token', [Number.NaN], /token NaN/],
  ])('says %s for %j', async (code, strange, message) => {
    const { runtime } = inProcess({ models });
    const run = runtime.run({ model: 'tiny', tokens: strange, capture: ['logits'] });
    await expect(run).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    await expect(runtime.run({ model: 'tiny', tokens, capture: [] })).resolves.toMatchObject({ tokens });
  });

  it('refuses to hand out what is not a number, and an intervention that does not fit', async () => {
    const { runtime } = inProcess({ models });
    const before = (await runtime.memory()).numTensors;
    const name = 'blocks.0.resid_mid';
    const infinite = { kind: 'scale', name, factor: 1e39, places: [] } as const;
    const run = runtime.run({ model: 'tiny', tokens, capture: ['logits'], interventions: [infinite] });
    await expect(run).rejects.toMatchObject({ code: 'not-finite' });
    const misfit = { kind: 'ablate', name, places: [{ axis: 2, index: 99 }] } as const;
    const second = runtime.run({ model: 'tiny', tokens, capture: ['logits'], interventions: [misfit] });
    await expect(second).rejects.toMatchObject({ code: 'bad-request', message: /index 99/ });
    await runtime.dispose();
    expect((await runtime.memory()).numTensors).toBe(before);
  });
});

describe('attend', () => {
  const query = [
    [1, 0],
    [0, 2],
  ]; // [query, size]
  const key = [
    [1, 1],
    [0, 1],
  ]; // [key, size]
  const value = [
    [1, 0, 0],
    [0, 1, 0],
  ]; // [key, value size]

  it('computes scores, pattern and output of vectors set by hand', async () => {
    const { runtime } = inProcess();
    const { scores, pattern, output } = await runtime.attend({
      query,
      key,
      value,
      scaled: true,
      causal: false,
    });
    const root = Math.SQRT1_2;
    expectClose(scores, [root, 0, 2 * root, 2 * root]);
    const first = Math.exp(root) / (Math.exp(root) + 1);
    expectClose(pattern, [first, 1 - first, 0.5, 0.5]);
    expect(output.shape).toEqual([2, 3]);
    expect(output.data[0]).toBeCloseTo(first, 6);
    expect(output.data[2]).toBe(0);
  });

  it('hides the future where asked to', async () => {
    const { runtime } = inProcess();
    const { pattern, scores } = await runtime.attend({ query, key, value, scaled: false, causal: true });
    expect([...pattern.data.subarray(0, 2)]).toEqual([1, 0]);
    expect([...scores.data]).toEqual([1, 0, 2, 2]);
  });

  it.each([
    [{ query: [[1]], key, value }, /same length/],
    [{ query, key, value: [[1]] }, /one value/],
    [{ query: [], key, value }, /query vectors/],
    [{ query, key: [[1, 2], [3]], value }, /key vectors/],
    [{ query, key, value: [[Number.NaN], [1]] }, /value vectors/],
  ])('refuses vectors that do not fit: %j', async (vectors, message) => {
    const { runtime } = inProcess();
    const attended = runtime.attend({ ...vectors, scaled: true, causal: false });
    await expect(attended).rejects.toMatchObject({ code: 'bad-request', message });
  });
});

describe('generate', () => {
  const ask = { model: 'tiny', tokens: [1, 2], sampling, maximum: 6, cache: true };

  it('streams tokens with their distributions: the same with and without cache, and again from the seed', async () => {
    const { runtime } = inProcess({ models });
    const told: GeneratedToken[] = [];
    const cached = await runtime.generate(ask, { onToken: (token) => told.push(token) });
    const full = await runtime.generate({ ...ask, cache: false });
    expect(cached.tokens).toHaveLength(8);
    expect(full.tokens).toEqual(cached.tokens);
    expect(cached).toMatchObject({ written: 6, ended: 'maximum', backend: 'cpu' });
    expect(told.map(({ token }) => token)).toEqual(cached.tokens.slice(2));
    expect(told.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5]);
    for (const { token, probability, probabilities } of told) {
      expect(probabilities.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 5);
      expect(probabilities[token]).toBe(probability);
    }
    const other = await runtime.generate({ ...ask, sampling: { ...sampling, seed: 4 } });
    expect(other.tokens).not.toEqual(cached.tokens);
  });

  it('ends at a stop token and where the context is full', async () => {
    const { runtime } = inProcess({ models });
    const greedy = { ...ask, sampling: { ...sampling, temperature: 0 } };
    const { tokens: text } = await runtime.generate({ ...greedy, maximum: 1 });
    const stopped = await runtime.generate({ ...greedy, stop: [text[2] ?? -1] });
    expect(stopped).toMatchObject({ written: 1, ended: 'stop' });
    const long = await runtime.generate({ ...ask, maximum: 100 });
    expect(long.ended).toBe('context');
    expect(long.written).toBeLessThan(100);
  });

  it('writes nothing where nothing is asked for', async () => {
    const { runtime } = inProcess({ models });
    await expect(runtime.generate({ ...ask, maximum: 0 })).resolves.toMatchObject({
      written: 0,
      tokens: [1, 2],
    });
  });

  it('stops between two tokens, leaves nothing behind, and lets short requests in', async () => {
    const { runtime } = inProcess({ models });
    await runtime.load({ model: 'tiny' });
    const before = (await runtime.memory()).numTensors;
    const stop = new AbortController();
    const seen: number[] = [];
    let answered = Number.POSITIVE_INFINITY;
    const text = runtime.generate(
      { ...ask, maximum: 10 },
      {
        signal: stop.signal,
        onToken: ({ index }) => {
          seen.push(index);
          if (index === 0) {
            void runtime.run({ model: 'tiny', tokens, capture: ['logits'] }).then(() => {
              answered = seen.length;
              stop.abort();
            });
          }
        },
      },
    );
    await expect(text).rejects.toMatchObject({ code: 'cancelled' });
    expect(answered).toBeLessThan(4);
    expect((await runtime.memory()).numTensors).toBe(before);
  });

  it('goes on with the same text when the reader switches the backend', async () => {
    const alone = inProcess({ models, forced: 'wasm' });
    const undisturbed = await alone.runtime.generate(ask);
    const { runtime } = inProcess({ models });
    let switched: Promise<unknown> = Promise.resolve();
    const result = await runtime.generate(ask, {
      onToken: ({ index }) => {
        if (index === 1) switched = runtime.switchBackend('wasm');
      },
    });
    await expect(switched).resolves.toMatchObject({ backend: 'wasm', reason: 'WebAssembly, as you chose.' });
    expect(result.tokens).toEqual(undisturbed.tokens);
    expect(result.backend).toBe('wasm');
  });
});

it('keeps the number of tensors over a thousand slider moves and fifty chapters', async () => {
  const { runtime, workers } = inProcess({ models });
  await runtime.run({ model: 'tiny', tokens, capture: [] });
  const before = (await runtime.memory()).numTensors;
  let drawn = 0;
  let dropped = 0;
  for (let move = 0; move < 1000; move++) {
    const factor = move / 1000;
    const interventions = [{ kind: 'scale', name: 'embed', factor, places: [] }] as const;
    runtime.run({ model: 'tiny', tokens, capture: ['logits'], interventions }, { channel: 'slider' }).then(
      () => {
        drawn += 1;
      },
      () => {
        dropped += 1;
      },
    );
    if (move % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  const last = await runtime.run({ model: 'tiny', tokens, capture: ['logits'] }, { channel: 'slider' });
  expect(last.tokens).toEqual(tokens);
  expect(drawn + dropped).toBe(1000);
  expect(drawn).toBeLessThan(100);
  for (let chapter = 0; chapter < 50; chapter++) {
    const leaving = new AbortController();
    const { signal } = leaving;
    const figures = [
      runtime.run({ model: 'tiny', tokens, capture: ['*.*.attn.pattern'] }, { signal, channel: 'map' }),
      runtime.generate({ model: 'tiny', tokens, sampling, maximum: 5, cache: true }, { signal }),
    ];
    if (chapter % 2 === 0) await figures[0];
    leaving.abort();
    await Promise.allSettled(figures);
  }
  expect(await runtime.memory()).toMatchObject({ numTensors: before, waiting: 0 });
  expect(workers).toHaveLength(1);
  await runtime.dispose();
  expect(memory().numTensors).toBeLessThan(before);
});

it('cleans up after a session: nothing is left in the engine', async () => {
  const { runtime } = inProcess({ models });
  const before = (await runtime.memory()).numTensors;
  await runtime.generate({ model: 'tiny', tokens, sampling, maximum: 3, cache: true });
  await runtime.run({ model: 'tiny', tokens, capture: ['logits'], loss: true });
  await runtime.attend({ query: [[1]], key: [[1]], value: [[1]], scaled: true, causal: true });
  await runtime.dispose();
  expect((await runtime.memory()).numTensors).toBe(before);
});
