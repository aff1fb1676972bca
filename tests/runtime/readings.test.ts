/** What can be read besides one text by a trained decoder. */
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { startBackend } from '../../src/models/tf.ts';
import type { BeamStep, NamedTensors } from '../../src/runtime/client.ts';
import { largestDifference, rowIds, smallConfig } from '../models/small-rows.ts';
import { inProcess } from './support/in-process.ts';
import { tinyConfig, tinyFiles } from './support/tiny-model.ts';

// No claim about time: a machine that runs much else needs longer than the default.
vi.setConfig({ testTimeout: 400_000, hookTimeout: 400_000 });

let models: Map<string, Map<string, Uint8Array>>;

beforeAll(async () => {
  await startBackend('cpu');
  models = new Map([['tiny', await tinyFiles()]]);
});

const tokens = [1, 4, 2, 8, 5];
const fresh = (id: (typeof rowIds)[number]) => ({ fresh: smallConfig(id), seed: 7 });
const dataOf = (tensors: NamedTensors | undefined, name: string): Float32Array =>
  tensors?.[name]?.data ?? new Float32Array();
const sampling = { temperature: 0, topK: null, topP: null, seed: 3 };

describe('several texts', () => {
  it.each(rowIds.filter((id) => id !== 'switch-decoder'))(
    '%s: each row is what its text gives alone',
    async (id) => {
      const { runtime } = inProcess();
      const model = fresh(id);
      const two = 'encoder' in model.fresh;
      const texts = [
        { tokens, ...(two ? { source: [3, 9, 1, 6] } : {}) },
        { tokens: [7, 7, 3], ...(two ? { source: [5, 2] } : {}) },
      ];
      const [first = { tokens }, second = { tokens }] = texts;
      // The capacity of experts is shared by all texts of a batch.
      const ask = { model, capture: ['logits'], choices: { capacityFactor: null } };
      const both = await runtime.run({ ...ask, ...first, others: [second] });
      const [one, other] = [
        await runtime.run({ ...ask, ...first }),
        await runtime.run({ ...ask, ...second }),
      ];
      expect(both.others).toEqual([second]);
      const { data } = both.tensors.logits ?? { data: new Float32Array() };
      expect(largestDifference(data.subarray(0, 55), dataOf(one.tensors, 'logits'))).toBeLessThan(1e-4);
      expect(largestDifference(data.subarray(55, 88), dataOf(other.tensors, 'logits'))).toBeLessThan(1e-4);
    },
  );

  it('have their losses row by row, 0 beyond the end of a text', async () => {
    const { runtime } = inProcess({ models });
    const ask = { model: 'tiny', capture: [], loss: true };
    const { losses } = await runtime.run({ ...ask, tokens, others: [{ tokens: [7, 7, 3] }] });
    const [first, second] = [
      await runtime.run({ ...ask, tokens }),
      await runtime.run({ ...ask, tokens: [7, 7, 3] }),
    ];
    const expected = [...(first.losses ?? []), ...(second.losses ?? []), 0, 0];
    expect(largestDifference(losses ?? [], expected)).toBeLessThan(1e-5);
  });
});

describe('an encoder', () => {
  it('answers for whole texts, tells segments apart, does not see padding', async () => {
    const { runtime } = inProcess();
    const ask = { model: fresh('bert'), tokens, capture: ['logits', 'next_sentence'] };
    const plain = await runtime.run(ask);
    expect(plain.tensors.next_sentence?.shape).toEqual([1, 2]);
    const segmented = await runtime.run({ ...ask, segments: [0, 0, 1, 1, 1] });
    expect(dataOf(segmented.tensors, 'next_sentence')).not.toEqual(dataOf(plain.tensors, 'next_sentence'));
    const padded = await runtime.run({ ...ask, tokens: [...tokens, 9], padding: [1, 1, 1, 1, 1, 0] });
    const difference = largestDifference(
      dataOf(padded.tensors, 'next_sentence'),
      dataOf(plain.tensors, 'next_sentence'),
    );
    expect(difference).toBeLessThan(1e-5);
  });

  it('is asked for the loss of hidden words alone', async () => {
    const { runtime } = inProcess();
    const ask = { model: fresh('bert'), tokens, capture: ['logits'], loss: true };
    const { losses, tensors } = await runtime.run({ ...ask, targets: [-1, 3, -1, -1, 0] });
    const row = dataOf(tensors, 'logits').subarray(11, 22);
    const total = row.reduce((sum, logit) => sum + Math.exp(logit), 0);
    expect(losses?.[1]).toBeCloseTo(Math.log(total) - (row[3] ?? Number.NaN), 4);
    expect([...(losses ?? [])].map((loss) => loss !== 0)).toEqual([false, true, false, false, true]);
    await expect(runtime.run(ask)).rejects.toMatchObject({ code: 'bad-request', message: /whole text/ });
    const writing = { model: fresh('bert'), tokens, sampling, maximum: 3, cache: true };
    await expect(runtime.generate(writing)).rejects.toMatchObject({ code: 'bad-request' });
  });
});

describe('a mask set by hand', () => {
  const length = tokens.length;
  const ones = Array.from({ length }, () => Array.from({ length }, () => 1));
  const past = ones.map((row, query) => row.map((_, key) => (key <= query ? 1 : 0)));

  it.each(['cpu', 'wasm'] as const)(
    'takes the place of causality in GPT and brings it to BERT, on %s',
    async (forced) => {
      const { runtime } = inProcess({ forced });
      for (const [id, mask] of [
        ['gpt2', ones],
        ['bert', past],
        ['mistral', past],
      ] as const) {
        const ask = { model: fresh(id), tokens, capture: ['logits'] };
        const plain = await runtime.run(ask);
        const masked = await runtime.run({ ...ask, mask });
        const looked = await runtime.run({ ...ask, mask, capture: ['logits', 'blocks.0.attn.pattern'] });
        expect(dataOf(masked.tensors, 'logits')).not.toEqual(dataOf(plain.tensors, 'logits'));
        const difference = largestDifference(
          dataOf(looked.tensors, 'logits'),
          dataOf(masked.tensors, 'logits'),
        );
        expect(difference).toBeLessThan(1e-4);
        const pattern = dataOf(looked.tensors, 'blocks.0.attn.pattern');
        expect((pattern[4] ?? 0) > 0).toBe(id === 'gpt2');
      }
      const same = await runtime.run({ model: fresh('gpt2'), tokens, mask: past, capture: ['logits'] });
      const plain = await runtime.run({ model: fresh('gpt2'), tokens, capture: ['logits'] });
      expect(largestDifference(dataOf(same.tensors, 'logits'), dataOf(plain.tensors, 'logits'))).toBeLessThan(
        1e-4,
      );
    },
  );

  it('reaches the encoder of two stacks, and must fit', async () => {
    const { runtime } = inProcess();
    const ask = { model: fresh('bart'), tokens, source: tokens, capture: ['encoder.0.attn.pattern'] };
    const { tensors } = await runtime.run({ ...ask, sourceMask: past });
    expect(dataOf(tensors, 'encoder.0.attn.pattern')[1]).toBe(0);
    const short = runtime.run({ ...ask, mask: [[1]] });
    await expect(short).rejects.toMatchObject({ code: 'bad-request', message: /5 rows of 5/ });
  });
});

describe('positions', () => {
  it('may begin later: rotary scores hang on distances alone, learned ones do not', async () => {
    const { runtime } = inProcess();
    const logits = async (id: 'llama' | 'gpt2', start: number) =>
      dataOf((await runtime.run({ model: fresh(id), tokens, start, capture: ['logits'] })).tensors, 'logits');
    expect(largestDifference(await logits('llama', 7), await logits('llama', 0))).toBeLessThan(1e-4);
    expect(largestDifference(await logits('gpt2', 7), await logits('gpt2', 0))).toBeGreaterThan(0.01);
    const far = runtime.run({ model: fresh('gpt2'), tokens, start: 20, capture: [] });
    await expect(far).rejects.toMatchObject({ code: 'too-long' });
  });

  it('and other choices without parameters can be made anew', async () => {
    const { runtime } = inProcess();
    const ask = { model: fresh('llama'), tokens, capture: ['logits', 'blocks.0.attn.pattern'] };
    const plain = await runtime.run(ask);
    const other = await runtime.run({ ...ask, choices: { position: { kind: 'alibi' }, window: 2 } });
    expect(dataOf(other.tensors, 'logits')).not.toEqual(dataOf(plain.tensors, 'logits'));
    expect(dataOf(other.tensors, 'blocks.0.attn.pattern')[20]).toBe(0); // The last query of head 0, the first key.
    const long = Array.from({ length: 40 }, (_, index) => index % 11);
    await expect(runtime.run({ ...ask, tokens: long })).rejects.toMatchObject({ code: 'too-long' });
    await runtime.run({ ...ask, tokens: long, choices: { context: 40 } });
    const table = runtime.run({ ...ask, choices: { position: { kind: 'learned', maximum: 9, offset: 0 } } });
    await expect(table).rejects.toMatchObject({ code: 'bad-request', message: /no table/ });
  });
});

describe('a tensor of another text', () => {
  it.each(['cpu', 'wasm'] as const)('is taken over whole or at one place, on %s', async (forced) => {
    const { runtime } = inProcess({ models, forced });
    const lender = { tokens: [3, 3, 9, 9, 1] };
    const name = 'blocks.1.resid_post';
    const ask = { model: 'tiny', capture: ['logits'], lender };
    const before = (await runtime.memory()).numTensors;
    const other = await runtime.run({ model: 'tiny', ...lender, capture: ['logits'] });
    const plain = await runtime.run({ model: 'tiny', tokens, capture: ['logits'] });
    const whole = await runtime.run({
      ...ask,
      tokens,
      interventions: [{ kind: 'borrow', name, places: [] }],
    });
    expect(dataOf(whole.tensors, 'logits')).toEqual(dataOf(other.tensors, 'logits'));
    const places = [{ axis: 1, index: 2 }];
    const one = await runtime.run({ ...ask, tokens, interventions: [{ kind: 'borrow', name, places }] });
    const row = ({ tensors }: typeof one, position: number) =>
      dataOf(tensors, 'logits').subarray(position * 11, position * 11 + 11);
    for (const position of [0, 1, 3, 4]) {
      expect(largestDifference(row(one, position), row(plain, position))).toBeLessThan(1e-5);
    }
    expect(largestDifference(row(one, 2), row(other, 2))).toBeLessThan(1e-5);
    // Of a shorter text, as far as it goes.
    const shorter = { tokens: [3, 3] };
    const part = await runtime.run({
      ...ask,
      lender: shorter,
      tokens,
      interventions: [{ kind: 'borrow', name, places: [] }],
    });
    expect(largestDifference(row(part, 1), row(other, 1))).toBeLessThan(1e-5);
    expect(largestDifference(row(part, 3), row(plain, 3))).toBeLessThan(1e-5);
    const writing = { ...ask, tokens, interventions: [{ kind: 'borrow', name, places }] as const, sampling };
    const text = await runtime.generate({ ...writing, maximum: 2, cache: true });
    expect(text.written).toBe(2);
    const nobody = runtime.run({
      model: 'tiny',
      tokens,
      capture: [],
      interventions: [{ kind: 'borrow', name, places }],
    });
    await expect(nobody).rejects.toMatchObject({ code: 'bad-request', message: /there is none/ });
    await runtime.dispose();
    expect((await runtime.memory()).numTensors).toBeLessThan(before + 1);
  });
});

describe('generate', () => {
  const source = [3, 9, 1];

  it('writes an answer to a source, and shows where each step looked', async () => {
    const { runtime } = inProcess();
    const patterns: (readonly number[])[] = [];
    const ask = { model: fresh('bart'), tokens: [0], source, sampling, maximum: 4 };
    const capture = ['decoder.1.cross_attn.pattern'];
    const cached = await runtime.generate(
      { ...ask, cache: true, capture },
      { onToken: ({ tensors }) => patterns.push(tensors?.['decoder.1.cross_attn.pattern']?.shape ?? []) },
    );
    const whole = await runtime.generate({ ...ask, cache: false });
    expect(whole.tokens).toEqual(cached.tokens);
    expect(patterns).toEqual(Array(4).fill([1, 4, 1, 3]));
    const nothing = runtime.generate({
      model: fresh('bart'),
      tokens: [0],
      sampling,
      maximum: 4,
      cache: true,
    });
    await expect(nothing).rejects.toMatchObject({ code: 'bad-request', message: /none for it to read/ });
  });

  it('searches with beams: the best is no worse than the greedy text, and what was left is told', async () => {
    const { runtime } = inProcess();
    const ask = { model: fresh('t5'), tokens: [0], source, sampling, maximum: 5, cache: true };
    const before = (await runtime.memory()).numTensors;
    const steps: BeamStep[] = [];
    const beams = { width: 3, lengthPenalty: 0 };
    const found = await runtime.generate({ ...ask, beams }, { onBeam: (step) => steps.push(step) });
    const greedy = await runtime.generate({ ...ask, beams: { ...beams, width: 1 } });
    expect(found.hypotheses).toHaveLength(3);
    expect(found.tokens).toEqual([0, ...(found.hypotheses?.[0]?.tokens ?? [])]);
    const best = ({ hypotheses }: typeof found) => hypotheses?.[0]?.logProbability ?? Number.NaN;
    expect(best(found)).toBeGreaterThanOrEqual(best(greedy));
    expect(steps).toHaveLength(5);
    for (const { kept, left } of steps) {
      expect(kept).toHaveLength(3);
      const worst = Math.min(...kept.map(({ logProbability }) => logProbability));
      expect(left.length).toBeGreaterThan(0);
      expect(Math.max(...left.map(({ logProbability }) => logProbability))).toBeLessThanOrEqual(worst);
    }
    await runtime.dispose();
    expect((await runtime.memory()).numTensors).toBe(before);
  });
});

it('an untrained model is that of its seed, and a config that cannot be is refused in a sentence', async () => {
  const { runtime } = inProcess();
  const run = (seed: number) =>
    runtime.run({ model: { fresh: tinyConfig, seed }, tokens, capture: ['logits'] });
  const [first, again, other] = [await run(1), await run(1), await run(2)];
  expect(dataOf(again.tensors, 'logits')).toEqual(dataOf(first.tensors, 'logits'));
  expect(dataOf(other.tensors, 'logits')).not.toEqual(dataOf(first.tensors, 'logits'));
  for (const [broken, message] of [
    [{ ...tinyConfig, width: -1 }, /config: width: /],
    [{ ...tinyConfig, stack: 'encoder-decoder' }, /needs an encoder/],
    [{ ...tinyConfig, vocabulary: 2 ** 20, width: 2 ** 10 }, /too large/],
  ] as const) {
    const failed = runtime.load({ model: { fresh: broken as typeof tinyConfig, seed: 1 } });
    await expect(failed).rejects.toMatchObject({ code: 'bad-request', message });
  }
});
