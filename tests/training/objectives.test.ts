import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Batch } from '../../src/data/batch.ts';
import { architectures } from '../../src/models/architectures.ts';
import type { ModelConfig } from '../../src/models/config.ts';
import { forward, init } from '../../src/models/model.ts';
import { disposeParams, flatten } from '../../src/models/params.ts';
import { memory, startBackend, tidy } from '../../src/models/tf.ts';
import { evaluate } from '../../src/training/evaluate.ts';
import { lossAndGradients, splitBatch } from '../../src/training/gradients.ts';
import { type Aims, batchLoss, inputsOf } from '../../src/training/objectives.ts';
import { TrainingSession } from '../../src/training/session.ts';

vi.setConfig({ testTimeout: 120_000 }); // Only against standing still: the machine may be busy.

const vocabulary = 11;
const sizes = { vocabulary, context: 8, width: 16, layers: 1, heads: 2, initializerRange: 0.2 };

/** Rows of different lengths. The class of a row, and whether its texts belong together, can be read off its first token. */
function batch(index: number, { source = false } = {}): Batch {
  const [rows, length] = [6, 8];
  const at = <T>(make: (row: number, column: number) => T) =>
    Array.from({ length: rows * length }, (_, place) => make(Math.floor(place / length), place % length));
  const real = (row: number, column: number) => (column < 4 + (row % 3) ? 1 : 0);
  const token = (row: number, column: number) =>
    real(row, column) * (1 + ((3 * row + 5 * column + index) % (vocabulary - 1)));
  const tokens = Int32Array.from(at(token));
  const padding = Float32Array.from(at(real));
  const first = (row: number) => tokens[row * length] ?? 0;
  return {
    rows,
    length,
    tokens,
    targets: Int32Array.from(at((row, column) => token(row, column) && 1 + (token(row, column) % 10))),
    weights: padding,
    floor: null,
    padding,
    segments: Int32Array.from(at((_, column) => (column < 3 ? 0 : 1))),
    classes: Int32Array.from({ length: rows }, (_, row) => first(row) % 3),
    nextSentence: Int32Array.from({ length: rows }, (_, row) => first(row) % 2),
    ...(source ? { source: { length, tokens, padding } } : {}),
  };
}

const valuesOf = async (params: Parameters<typeof flatten>[0]) => {
  const values = new Map<string, Float32Array>();
  for (const [name, own] of flatten(params)) values.set(name, Float32Array.from(await own.data()));
  return values;
};

const lossOf = async (config: ModelConfig, one: Batch, aims: Aims, kind: 'reported' | 'minimized') => {
  const params = init(config, 3);
  const loss = tidy(() => batchLoss(params, config, one, aims)[kind]);
  const value = (await loss.data())[0] ?? Number.NaN;
  loss.dispose();
  disposeParams(params);
  return value;
};

describe('objectives', () => {
  beforeAll(() => startBackend('wasm'));

  const bert = architectures.bert.config({ ...sizes, classes: 3 });
  const t5 = architectures.t5.config(sizes);
  const everything: Aims = { objectives: ['tokens', 'next-sentence', 'classes'] };

  it('add up, and each needs its targets and its head', async () => {
    const single = await Promise.all(
      (['tokens', 'next-sentence', 'classes'] as const).map((name) =>
        lossOf(bert, batch(0), { objectives: [name] }, 'reported'),
      ),
    );
    const sum = single.reduce((total, one) => total + one, 0);
    expect(await lossOf(bert, batch(0), everything, 'reported')).toBeCloseTo(sum, 5);
    const { classes: _, ...without } = batch(0);
    await expect(lossOf(bert, without, { objectives: ['classes'] }, 'reported')).rejects.toThrow(
      'no targets',
    );
    const gpt2 = architectures.gpt2.config(sizes);
    await expect(lossOf(gpt2, batch(0), everything, 'reported')).rejects.toThrow('no head');
  });

  it('smooth the labels that the gradient sees by their definition', async () => {
    const config = architectures.gpt2.config(sizes);
    const params = init(config, 3);
    const one = batch(0);
    const logits = tidy(() => forward(params, config, inputsOf(one)).logits);
    const values = await logits.data();
    let [total, counted] = [0, 0];
    for (let place = 0; place < one.rows * one.length; place++) {
      const row = Array.from(values.slice(place * vocabulary, (place + 1) * vocabulary));
      const log = Math.log(row.reduce((sum, value) => sum + Math.exp(value), 0));
      const weight = one.weights[place] ?? 0;
      row.forEach((value, token) => {
        const wanted = (token === one.targets[place] ? 0.9 : 0) + 0.1 / vocabulary;
        total += weight * wanted * (log - value);
      });
      counted += weight;
    }
    logits.dispose();
    disposeParams(params);
    expect(await lossOf(config, one, { labelSmoothing: 0.1 }, 'minimized')).toBeCloseTo(total / counted, 4);
    expect(await lossOf(config, one, { labelSmoothing: 0.1 }, 'reported')).toBe(
      await lossOf(config, one, {}, 'reported'),
    );
  });

  it.each([
    ['an encoder', bert, false],
    ['an encoder-decoder', t5, true],
  ])('do not see what stands under the padding of %s', async (_, config, source) => {
    const one = batch(0, { source });
    const changed = one.tokens.map((token, place) => (one.padding?.[place] ? token : 7));
    const other: Batch = source
      ? { ...one, source: { length: one.length, tokens: changed, padding: one.padding ?? one.weights } }
      : { ...one, tokens: changed };
    const aims: Aims = source ? {} : everything;
    expect(await lossOf(config, other, aims, 'reported')).toBeCloseTo(
      await lossOf(config, one, aims, 'reported'),
      5,
    );
  });

  it.each([2, 4, 6])('have the same gradient in %d parts as at once', async (parts) => {
    const params = init(bert, 5);
    const before = memory().numTensors;
    const whole = lossAndGradients(params, bert, batch(1), everything);
    const inParts = lossAndGradients(params, bert, batch(1), everything, parts);
    expect((await inParts.loss.data())[0]).toBeCloseTo((await whole.loss.data())[0] ?? 0, 5);
    expect([...inParts.gradients.keys()]).toEqual([...whole.gradients.keys()]);
    for (const [name, own] of whole.gradients) {
      const [wanted, got] = [await own.data(), (await inParts.gradients.get(name)?.data()) ?? []];
      wanted.forEach((value, index) => {
        expect(got[index], name).toBeCloseTo(value, 4);
      });
    }
    for (const { loss, gradients } of [whole, inParts]) {
      for (const own of [loss, ...gradients.values()]) own.dispose();
    }
    expect(memory().numTensors).toBe(before);
    disposeParams(params);
  });

  it('a batch in parts is the batch', () => {
    const one = batch(2, { source: true });
    const parts = splitBatch(one, 4);
    expect(parts.reduce((rows, part) => rows + part.rows, 0)).toBe(one.rows);
    const joined = (read: (part: Batch) => Iterable<number>) => parts.flatMap((part) => [...read(part)]);
    expect(joined(({ tokens }) => tokens)).toEqual([...one.tokens]);
    expect(joined(({ weights }) => weights)).toEqual([...one.weights]);
    expect(joined(({ classes }) => classes ?? [])).toEqual([...(one.classes ?? [])]);
    expect(joined(({ source }) => source?.tokens ?? [])).toEqual([...one.tokens]);
  });

  const recipe = (config: ModelConfig, aims: Aims, source = false) => ({
    config,
    ...aims,
    dataset: {
      vocabulary,
      training: (_seed: number, index: number) => batch(index, { source }),
      heldOut: () => [batch(0, { source })],
    },
    steps: 60,
    rows: 6,
    length: 8,
    schedule: { peak: 0.02, warmUp: 5, finalShare: 1 },
    weightDecay: 0.1,
    clip: 1,
    beta2: 0.95,
  });

  it.each([
    ['every head of an encoder', bert, everything, false],
    ['an encoder-decoder with smoothed labels', t5, { labelSmoothing: 0.1 } as Aims, true],
  ])('%s learns, and its accuracy is measured', async (_, config, aims, source) => {
    const before = memory().numTensors;
    const session = new TrainingSession(recipe(config, aims, source), 4);
    const first = await session.evaluate([batch(0, { source })]);
    for (let step = 0; step < 60; step++) await session.advance();
    const last = await session.evaluate([batch(0, { source })]);
    expect(last.loss).toBeLessThan(0.7 * first.loss);
    expect(Object.keys(last.accuracy)).toEqual(aims.objectives ?? ['tokens']);
    expect(last.accuracy.tokens).toBeGreaterThan((first.accuracy.tokens ?? 1) + 0.3);
    expect(last.floor).toBeNull();
    session.dispose();
    expect(memory().numTensors).toBe(before);
  });

  it('leave alone what they do not use', async () => {
    const session = new TrainingSession(recipe(bert, { objectives: ['classes'] }), 4);
    const before = await valuesOf(session.params);
    await session.advance();
    const after = await valuesOf(session.params);
    expect(after.get('next_sentence.weight')).toEqual(before.get('next_sentence.weight'));
    expect(after.get('classifier.weight')).not.toEqual(before.get('classifier.weight'));
    session.dispose();
  });

  it('weigh every target alike when they are evaluated, whichever batch it is in', async () => {
    const params = init(bert, 5);
    const one = batch(3);
    const whole = await evaluate(params, bert, [one], everything);
    const parts = await evaluate(params, bert, splitBatch(one, 3), everything);
    expect(parts.loss).toBeCloseTo(whole.loss, 5);
    expect(parts.accuracy.tokens).toBeCloseTo(whole.accuracy.tokens ?? Number.NaN, 5);
    disposeParams(params);
  });
});
