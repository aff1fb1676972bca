/** Every measure against what it must say of a model whose answer is known, or of the same thing done by hand. */
import { beforeAll, expect, it, vi } from 'vitest';
import type { Batch } from '../../../src/data/batch.ts';
import { framed, framedAsPair, mark, maskedLength } from '../../../src/data/objectives/toytown-masked.ts';
import { textDataset } from '../../../src/data/text-dataset.ts';
import { characterTokenizer, characterVocabulary } from '../../../src/data/tokenizers/character.ts';
import { architectures } from '../../../src/models/architectures.ts';
import { forward, init, type Params } from '../../../src/models/model.ts';
import { disposeParams, mapParams } from '../../../src/models/params.ts';
import { memory, startBackend, type Tensor2D, tensor, tidy, zerosLike } from '../../../src/models/tf.ts';
import { drawBlanks, filledBlanks } from '../../../src/training/measures/blanks.ts';
import { busiestExpert, expertCounts } from '../../../src/training/measures/experts.ts';
import { writeGreedily } from '../../../src/training/measures/greedy.ts';
import { bitsBar } from '../../../src/training/measures/text.ts';
import { encoderSizes } from '../../../src/training/recipes/defaults.ts';
import { smallConfig } from '../../models/small-rows.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 }); // Only against standing still.

beforeAll(() => startBackend('wasm'));

const zeroed = (params: Params): Params => mapParams(params, (own) => zerosLike(own)) as Params;

it('writes at once what each source alone would be answered with, word by word', async () => {
  const config = smallConfig('t5');
  const params = init(config, 5);
  const source = {
    length: 5,
    tokens: Int32Array.from([3, 4, 5, 1, 0, 6, 2, 7, 8, 1, 9, 1, 0, 0, 0]),
    padding: Float32Array.from([1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0]),
  };
  const before = memory().numTensors;
  const options = { start: 0, end: 1, maximum: 6 };
  const written = await writeGreedily(params, config, source, options);
  expect(memory().numTensors).toBe(before);
  for (let row = 0; row < 3; row++) {
    const read = [...source.tokens.slice(row * 5, (row + 1) * 5)].filter((token) => token !== 0);
    const told = [options.start];
    while (told.length <= options.maximum) {
      const logits = tidy(() => {
        const tokens = tensor(told, [1, told.length], 'int32') as Tensor2D;
        return forward(params, config, {
          tokens,
          source: tensor(read, [1, read.length], 'int32') as Tensor2D,
        }).logits;
      });
      const values = [...(await logits.data())].slice(-config.vocabulary);
      logits.dispose();
      const next = values.indexOf(Math.max(...values));
      if (next === options.end) break;
      told.push(next);
    }
    expect(written[row]).toEqual(told.slice(1, options.maximum + 1));
  }
  disposeParams(params);
});

it('counts the blanks that are filled as the world has it', async () => {
  // All weights zero but the bias of the head: the model says "the" everywhere.
  const config = architectures.roberta.config({ ...encoderSizes, width: 8, layers: 1, heads: 1 });
  const blanks = drawBlanks();
  expect(blanks.length).toBeGreaterThan(1000);
  const fresh = init(config, 1);
  const [wanted] = [...countsOf(blanks)].sort((a, b) => b[1] - a[1]);
  const [token, count] = wanted ?? [0, 0];
  const params = mapParams(fresh, (own, name) =>
    name === 'unembed.bias'
      ? tensor(Float32Array.from({ length: config.vocabulary }, (_, id) => +(id === token)))
      : zerosLike(own),
  ) as Params;
  disposeParams(fresh);
  const before = memory().numTensors;
  const { measured } = await filledBlanks(params, config, {
    frame: (story) => ({ tokens: framed(story) }),
    length: maskedLength,
    atLeast: 0.95,
  });
  expect(measured).toBeCloseTo(count / blanks.length, 10);
  expect(memory().numTensors).toBe(before);
  disposeParams(params);
});

function countsOf(blanks: ReturnType<typeof drawBlanks>): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { story, place } of blanks)
    counts.set(story[place] ?? 0, (counts.get(story[place] ?? 0) ?? 0) + 1);
  return counts;
}

it('frames a story as a pair that is cut after a sentence, with every word in its order', () => {
  for (const { story } of drawBlanks(10, 1)) {
    const { tokens, segments } = framedAsPair(story);
    const marks = new Set(Object.values(mark));
    expect(tokens.filter((token) => !marks.has(token))).toEqual([...story]);
    expect(segments.length).toBe(tokens.length);
    const cut = segments.indexOf(1);
    expect(tokens[cut - 1]).toBe(mark['<sep>']);
    expect(tokens.at(-1)).toBe(mark['<sep>']);
    expect(cut).toBeGreaterThan(0.2 * tokens.length);
    expect(cut).toBeLessThan(0.8 * tokens.length);
  }
});

it('says log2 of the alphabet of a model that knows nothing', async () => {
  const texts = ['abcd'.repeat(40), 'dcba'.repeat(30)];
  const vocabulary = characterVocabulary(texts);
  const dataset = textDataset(
    { training: texts, validation: texts, test: texts },
    characterTokenizer(vocabulary),
  );
  const config = architectures.gpt2.config({
    vocabulary: vocabulary.length,
    context: 16,
    width: 8,
    layers: 1,
    heads: 1,
  });
  const fresh = init(config, 1);
  const params = zeroed(fresh);
  const { measured } = await bitsBar(params, config, dataset, { atMost: 2.3 });
  // All characters but the first are asked for.
  expect(measured).toBeCloseTo((Math.log2(vocabulary.length) * (280 - 1)) / 280, 4);
  disposeParams(fresh);
  disposeParams(params);
});

it('counts on which experts tokens fall, and how far the busiest is over its share', async () => {
  const config = smallConfig('switch-decoder', { sparseStep: 1, capacityFactor: 4 });
  const experts = 3;
  const rows = 2;
  const length = 9;
  const tokens = Int32Array.from({ length: rows * length }, (_, at) => at % 11);
  const batch: Batch = {
    rows,
    length,
    tokens,
    targets: tokens,
    weights: new Float32Array(18).fill(1),
    floor: null,
  };
  const params = init(config, 2);
  const counts = await expertCounts(params, config, [batch, batch]);
  expect(counts.size).toBe(config.layers.length);
  const sums = [...counts.values()].map((layer) => layer.reduce((sum, one) => sum + one, 0));
  expect(sums).toEqual(config.layers.map(() => 2 * rows * length));
  const { measured } = await busiestExpert(params, config, [batch], { atMost: 2, atLeast: null });
  const most = Math.max(...[...counts.values()].map((layer) => Math.max(...layer.map((one) => one))));
  expect(measured).toBeCloseTo((most * experts) / (2 * rows * length), 10);
  // Where the router knows nothing, all fall on one.
  const idle = zeroed(params);
  expect((await busiestExpert(idle, config, [batch], { atMost: 2, atLeast: null })).measured).toBe(experts);
  disposeParams(params);
  disposeParams(idle);
});
