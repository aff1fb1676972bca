import { beforeAll, describe, expect, test, vi } from 'vitest';
import { toytownDataset } from '../../src/data/toytown/dataset.ts';
import { names } from '../../src/data/toytown/lexicon.ts';
import type { Intervention } from '../../src/models/interventions.ts';
import { candidates, softmax } from '../../src/models/sampling.ts';
import { startBackend } from '../../src/models/tf.ts';
import { deepKind, deepKinds } from '../../src/training/claims/c06-residuals.ts';
import { evenFirstWeights } from '../../src/training/claims/first-weights.ts';
import { smallRecipe } from '../../src/training/claims/small-toytown.ts';
import { lossAndGradients } from '../../src/training/gradients.ts';
import { TrainingSession } from '../../src/training/session.ts';
import { kiteStory, trainStory, wantStory, wholeTrainStory } from '../../src/widgets/graders/story.ts';
import { mainKind, sharesOf } from '../../src/widgets/kit/head-kinds.ts';
import { shippedModels } from '../../src/widgets/kit/models.ts';
import { paintedMask } from '../../src/widgets/kit/painted-mask.ts';
import { maskPainterMessages } from '../../src/widgets/messages/mask-painter.ts';
import { openDecoder, type ShippedDecoder } from './shipped-decoder.ts';
import { giveStory } from './stories.ts';

/** What the chapters say of the shipped model in words must be so of the file that ships. */

vi.setConfig({ testTimeout: 120_000 });

let model: ShippedDecoder;
let layers: readonly number[];
let heads: readonly { readonly layer: number; readonly head: number }[];

beforeAll(async () => {
  await startBackend('wasm');
  model = await openDecoder('gpt2-toytown');
  layers = model.config.layers.map((_, layer) => layer);
  heads = layers.flatMap((layer) => [0, 1, 2, 3].map((head) => ({ layer, head })));
});

const silent = (...parts: string[]): Intervention[] =>
  parts.map((name) => ({ kind: 'ablate', name, places: [] }));
const layerParts = (layer: number): string[] => [`blocks.${layer}.attn_out`, `blocks.${layer}.mlp_out`];
const headOff = (layer: number, head: number): Intervention => ({
  kind: 'ablate',
  name: `blocks.${layer}.attn.z`,
  places: [{ axis: 1, index: head }],
});
/** What an intervention adds to the loss of a story. */
async function cost(text: string, interventions: readonly Intervention[]): Promise<number> {
  return (await model.loss(text, interventions)) - (await model.loss(text));
}
/** Layers and heads count from 1 in prose, from 0 here. */
const headNumbered = (layer: number, head: number) => ({ layer: layer - 1, head: head - 1 });

describe('introduction', () => {
  test('where there is one thing to want, it is sure; at the temperature that leaves it half, no other has a twentieth', async () => {
    expect((await model.next(wantStory))('red')).toBeGreaterThan(0.9);
    const { of } = await model.read(wantStory, ['logits']);
    const logits = of('logits').subarray(-model.words.vocabulary.length);
    let [low, high] = [0.1, 20];
    for (let step = 0; step < 30; step++) {
      const middle = (low + high) / 2;
      if (Math.max(...softmax(logits, middle)) > 0.5) low = middle;
      else high = middle;
    }
    const [, second = 1] = [...softmax(logits, low)].sort((one, other) => other - one);
    expect(second).toBeLessThan(0.05);
  });

  test('Leo wants what somebody has, though another colour was said more often', async () => {
    const next = await model.next(
      'rosa has a pink boat . leo has a red train . leo loses the red train . now leo has nothing . then leo wants the',
    );
    expect(next('pink')).toBeGreaterThan(0.9);
  });

  test('ten of the twenty places hold half', async () => {
    const { of } = await model.read('sam and nina are in the', ['logits']);
    const logits = of('logits').subarray(-model.words.vocabulary.length);
    const kept = candidates(logits, { temperature: 1, topK: null, topP: 0.5 });
    expect(kept.filter(({ sampled }) => sampled > 0)).toHaveLength(10);
  });
});

describe('the block', () => {
  /** The likeliest next words, read after so many layers. */
  const readAfter = (count: number): Promise<readonly string[]> =>
    model.guesses(trainStory, { interventions: silent(...layers.slice(count).flatMap(layerParts)) });
  const told = ['<story>', ...trainStory.split(' ')];

  test('the embedding says each word itself', async () => {
    expect((await readAfter(0)).slice(1)).toEqual(told.slice(1));
  });

  test('after layer 2 the grammar is there in part, and some nonsense', async () => {
    const said = await readAfter(2);
    const saidAfter = (word: string) => said[told.indexOf(word)];
    expect([saidAfter('the'), saidAfter('train'), saidAfter('nothing')]).toEqual(['red', '.', '.']);
    expect(names.map(({ word }) => word)).toContain(saidAfter('red'));
  });

  test('the name leads from layer 3 on, and is sure after layer 4', async () => {
    const last = await Promise.all([1, 2, 3, 4].map(async (count) => (await readAfter(count)).at(-1)));
    expect(last).toEqual(['.', 'to', 'rosa', 'rosa']);
    expect((await model.next(trainStory, silent(...layerParts(3))))('rosa')).toBeLessThan(0.6);
    expect((await model.next(trainStory))('rosa')).toBeGreaterThan(0.9);
  });

  test('a colour that must be fetched leads only after layer 4', async () => {
    const read = (count: number) =>
      model.guesses(wantStory, { interventions: silent(...layers.slice(count).flatMap(layerParts)) });
    expect((await read(4)).at(-1)).toBe('red');
    expect((await read(3)).at(-1)).not.toBe('red');
  });

  test('without layer 1 it is worse than a blind guess, without layer 3 hardly worse', async () => {
    const costs = await Promise.all(layers.map((layer) => cost(trainStory, silent(...layerParts(layer)))));
    expect((costs[0] ?? 0) + (await model.loss(trainStory))).toBeGreaterThan(
      Math.log(model.config.vocabulary),
    );
    expect(costs[2]).toBeLessThan(0.1);
  });
});

describe('self-attention', () => {
  /** The last row of a head. */
  async function lastRow({ layer, head }: { layer: number; head: number }, story = giveStory) {
    const name = `blocks.${layer}.attn.pattern`;
    const { words, of } = await model.read(story, [name]);
    const size = words.length;
    const row = of(name).subarray((head * size + size - 1) * size, (head + 1) * size * size);
    return { row, at: words[row.indexOf(Math.max(...row))], most: Math.max(...row) };
  }

  test('it says to whom the thing is given, and who gives tells', async () => {
    expect((await model.next(giveStory))('him')).toBeGreaterThan(0.9);
    expect(await lastRow(headNumbered(3, 3))).toMatchObject({ at: 'wants' });
    expect((await lastRow(headNumbered(3, 3))).most).toBeGreaterThan(0.9);
    // The handsome map that can go, of which teachers are told.
    expect(Math.abs(await cost(giveStory, [headOff(2, 2)]))).toBeLessThan(0.01);
    expect((await lastRow(headNumbered(1, 1))).at).toBe('rosa');
    expect((await lastRow(headNumbered(3, 2))).at).toBe('rosa');
  });

  test('one word holds half of a sharp row, several that of a flat one', async () => {
    const needed = async (layer: number, head: number) => {
      const { row } = await lastRow(headNumbered(layer, head), kiteStory);
      const sorted = [...row].sort((one, other) => other - one);
      let [sum, count] = [0, 0];
      for (; sum < 0.5; count++) sum += sorted[count] ?? 1;
      return count;
    };
    expect(await needed(1, 1)).toBe(1);
    expect(await needed(1, 2)).toBeGreaterThan(3);
  });

  test('of Clara’s kite: two mentions are each other’s rivals, and one head of layer 2 foresees a single word', async () => {
    const { row } = await lastRow(headNumbered(1, 1), kiteStory);
    const [first = 0, second = 0, third = 0] = [...row].sort((one, other) => other - one);
    expect(first).toBeCloseTo(0.76, 2);
    expect(second).toBeCloseTo(0.2, 2);
    expect(third).toBeLessThan(0.02);
    const own = headNumbered(2, 2);
    const upTo = async (words: number) =>
      words * (await cost(kiteStory.split(' ').slice(0, words).join(' '), [headOff(own.layer, own.head)]));
    const all = kiteStory.split(' ').length;
    expect((await upTo(all)) - (await upTo(all - 1))).toBeGreaterThan(5);
    expect(Math.abs(await upTo(all - 1))).toBeLessThan(0.1);
    expect((await lastRow(own, kiteStory.split(' ').slice(0, -1).join(' '))).at).toBe('gives');
  });

  test('flat rows cost much in one head and little in most; sharper ones cost hardly anything', async () => {
    const scaled = (factor: number) =>
      Promise.all(
        heads.map(({ layer, head }) =>
          cost(giveStory, [
            {
              kind: 'scale',
              name: `blocks.${layer}.attn.attn_scores`,
              places: [{ axis: 1, index: head }],
              factor,
            },
          ]),
        ),
      );
    const flat = await scaled(0);
    const dearest = flat.indexOf(Math.max(...flat));
    expect(heads[dearest]).toEqual(headNumbered(4, 2));
    expect(flat[dearest]).toBeGreaterThan(0.2);
    expect(flat.filter((each) => Math.abs(each) < 0.01).length).toBeGreaterThan(8);
    expect(Math.min(...flat)).toBeLessThan(0);
    expect(Math.max(...(await scaled(4)))).toBeLessThan(0.01);
  });
});

describe('heads', () => {
  test('on the story of the figure hardly one rests on one kind of place, and none looks mostly at the word before', async () => {
    const patterns = layers.map((layer) => `blocks.${layer}.attn.pattern`);
    const { words, of } = await model.read(wholeTrainStory, patterns);
    const shares = heads.map(({ layer, head }) => {
      const size = words.length ** 2;
      return sharesOf(words, of(patterns[layer] ?? '').subarray(head * size, (head + 1) * size));
    });
    expect(shares.filter((share) => mainKind(share) !== null).length).toBeLessThan(2);
    expect(Math.max(...shares.map(({ previous }) => previous))).toBeLessThan(0.2);
  });

  test('two cost more than a tenth of a nat, most less than a hundredth, and two that cost little cost much together', async () => {
    const costs = await Promise.all(
      heads.map(({ layer, head }) => cost(wholeTrainStory, [headOff(layer, head)])),
    );
    expect(costs.filter((each) => each > 0.1)).toHaveLength(2);
    expect(costs.filter((each) => each < 0.01).length).toBeGreaterThan(8);
    const [one, other] = [headOff(0, 1), headOff(1, 1)];
    const alone = (await cost(wholeTrainStory, [one])) + (await cost(wholeTrainStory, [other]));
    expect(await cost(wholeTrainStory, [one])).toBeLessThan(0.01);
    expect(await cost(wholeTrainStory, [one, other])).toBeGreaterThan(2 * alone);
  });

  test('it says who is given the train', async () => {
    expect((await model.next(trainStory))('rosa')).toBeGreaterThan(0.5);
  });
});

describe('feed-forward', () => {
  const { hidden } = shippedModels['gpt2-toytown'];

  /** Of every `every`th neuron of a layer: how many turn the likeliest word when they are set to `value`. */
  async function turning(layer: number, value: number, every: number): Promise<number> {
    const before = (await model.guesses(trainStory)).at(-1);
    let turned = 0;
    for (let index = 0; index < hidden; index += every) {
      const interventions: Intervention[] = [
        { kind: 'fill', name: `blocks.${layer}.mlp.post`, places: [{ axis: 2, index }], value },
      ];
      if ((await model.guesses(trainStory, { interventions })).at(-1) !== before) turned++;
    }
    return (turned * every) / hidden;
  }

  test('set to 10 hardly a neuron turns the word', async () => {
    for (const layer of layers) expect(await turning(layer, 10, 8)).toBeLessThan(0.03);
  });

  test('set to 30 about half of layer 1 do, one in six of layer 3, next to none of layer 4', async () => {
    expect(Math.abs((await turning(0, 30, 4)) - 1 / 2)).toBeLessThan(0.1);
    expect(Math.abs((await turning(2, 30, 1)) - 1 / 6)).toBeLessThan(0.03);
    expect(await turning(3, 30, 4)).toBeLessThan(0.03);
  });

  test('the layer that nobody can do without is the first', async () => {
    const costs = await Promise.all(
      layers.map((layer) => cost(trainStory, silent(`blocks.${layer}.mlp_out`))),
    );
    expect(costs.indexOf(Math.max(...costs))).toBe(0);
    expect(costs[0]).toBeGreaterThan(Math.log(model.config.vocabulary));
  });
});

describe('the residual stream', () => {
  test('grows at one stroke, by the first feed-forward layer', async () => {
    const places = ['blocks.0.resid_pre', 'blocks.0.resid_mid', 'blocks.0.resid_post', 'blocks.3.resid_post'];
    const { of } = await model.read(trainStory, places);
    const [start = 0, before = 0, after = 0, end = 0] = places.map((name) =>
      Math.hypot(...of(name).subarray(-model.config.width)),
    );
    expect(after).toBeGreaterThan(10 * before);
    expect(end).toBeLessThan(2 * after);
    expect(end / start).toBeGreaterThan(20);
    expect(end / start).toBeLessThan(40);
  });

  test('without the attention of a layer it is worse, at layer 1 most and layer 4 next, and still no blind guess', async () => {
    const costs = await Promise.all(
      layers.map((layer) => cost(trainStory, silent(`blocks.${layer}.attn_out`))),
    );
    const order = layers.toSorted((one, other) => (costs[other] ?? 0) - (costs[one] ?? 0));
    expect(order.slice(0, 2)).toEqual([0, 3]);
    const whole = await model.loss(trainStory);
    for (const each of costs) expect(whole + each).toBeLessThan(Math.log(model.config.vocabulary));
  });
});

/** Sixteen blocks as C6 has them, before their first step: the gradient of the first over that of the last. */
describe('depth', () => {
  async function firstOverLast(
    name: (typeof deepKinds)[number]['name'],
    begin: 'gpt2' | 'figure',
  ): Promise<number> {
    const kind = deepKinds.find((each) => each.name === name) ?? deepKinds[0];
    const given = deepKind(kind, 16);
    const config = begin === 'gpt2' ? { ...given, initializerRange: 0.02 } : given;
    const recipe = smallRecipe(config, 1);
    const state = begin === 'gpt2' ? undefined : await evenFirstWeights(config, 1);
    const session = new TrainingSession(recipe, 1, state);
    const batch = toytownDataset.training(1, 0, recipe.rows, recipe.length);
    const { loss, gradients } = lossAndGradients(session.params, config, batch, {});
    const squares = new Float64Array(16);
    for (const [parameter, gradient] of gradients) {
      const layer = Number(/^blocks\.(\d+)\./.exec(parameter)?.[1] ?? Number.NaN);
      const values = Float32Array.from(await gradient.data());
      gradient.dispose();
      if (Number.isInteger(layer))
        squares[layer] = values.reduce((sum, value) => sum + value * value, squares[layer] ?? 0);
    }
    loss.dispose();
    session.dispose();
    return Math.sqrt((squares[0] ?? 0) / (squares[15] ?? 0));
  }

  test('without sums and norms the gradient dies or grows, by the first weights; the sums alone keep it', async () => {
    expect(await firstOverLast('neither', 'gpt2')).toBe(0);
    expect(await firstOverLast('neither', 'figure')).toBeGreaterThan(5);
    expect(Math.abs((await firstOverLast('residuals alone', 'gpt2')) - 1)).toBeLessThan(0.1);
  });
});

test('variations: a decoder that sees everything gets half of the words, and fewer than it did', async () => {
  const story = maskPainterMessages.defaultText;
  const words = story.split(' ');
  const right = async (mask?: number[][]) => {
    const said = await model.guesses(story, mask === undefined ? {} : { mask });
    return words.filter((word, at) => said[at] === word).length;
  };
  const own = await right();
  const open = await right(paintedMask(words.length + 1, 'full', []));
  expect(open).toBeLessThan(own);
  expect(Math.abs(open / words.length - 1 / 2)).toBeLessThan(0.1);
});
