/** Layers that some words go by, activations of which few are kept, and words that leave early. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { LayerConfig, ModelConfig } from '../../../src/models/config.ts';
import { countParameters, prefillFlops } from '../../../src/models/count.ts';
import { confidenceOf, exitOf } from '../../../src/models/early-exit.ts';
import { interventionProbe } from '../../../src/models/interventions.ts';
import { emptyState, forward, init } from '../../../src/models/model.ts';
import { countParams, type ParamTree } from '../../../src/models/params.ts';
import { block, initBlock } from '../../../src/models/parts/block.ts';
import { capture, noProbe } from '../../../src/models/probe.ts';
import { startBackend, type Tensor, type Tensor3D } from '../../../src/models/tf.ts';
import { randomStream } from '../../../src/random.ts';
import { drawnInputs, largestDifference, smallConfig } from '../small-rows.ts';
import { expectGradients, noise, weighed } from './finite-differences.ts';

const config = smallConfig('gpt2', { layers: 2 });
const routed = (capacity: number): ModelConfig => ({
  ...config,
  layers: config.layers.map((layer, index) => (index === 1 ? { ...layer, depth: { capacity } } : layer)),
});
const numbers = async (tensor: Tensor) => Float32Array.from(await tensor.data());

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  beforeAll(() => startBackend(backend));

  test('who does not pass goes by unchanged, and as many pass as may', async () => {
    const own = routed(0.4);
    const params = init(own, 5);
    const { probe, tensors } = capture(() => true);
    forward(params, own, drawnInputs(own, 2, 10, 6), { probe });
    const get = async (name: string) => {
      const found = tensors.get(name);
      if (!found) throw new Error(`There is no ${name}.`);
      return numbers(found);
    };
    const passes = await get('blocks.1.depth.passes');
    for (const text of [0, 1])
      expect(passes.slice(10 * text, 10 * text + 10).filter((one) => one === 1)).toHaveLength(4);
    expect(tensors.get('blocks.1.attn.pattern')?.shape).toEqual([2, 4, 4, 4]);
    // Those with the largest numbers are they.
    const router = await get('blocks.1.depth.router');
    const least = Math.min(...[...router.slice(0, 10)].filter((_, at) => passes[at] === 1));
    for (let at = 0; at < 10; at++) expect(passes[at] === 1).toBe((router[at] ?? 0) >= least);
    expect([...tensors.keys()].filter((name) => name.includes('depth'))).toEqual([
      'blocks.1.depth.router',
      'blocks.1.depth.passes',
    ]);
  });

  test('the gradients are those of small steps, the router’s too', async () => {
    const layer = routed(0.5).layers[1] as LayerConfig;
    const tree = initBlock(config, layer, { input: 0.4, output: 0.4, outputScale: 1 }, randomStream(4));
    const x = noise([2, 6, config.width], 9) as Tensor3D;
    const run = (own: ParamTree) =>
      block(own, config, layer, {
        x,
        start: 0,
        position: config.position,
        bias: () => null,
        mask: {},
        probe: noProbe,
      }).x;
    // The bias of the keys has no gradient, and a step must not change who passes.
    await expectGradients(tree, (own) => weighed(run(own)), { step: 5e-3, tolerance: 2e-2, floor: 0.1 });
  });

  test('of the activations only the strongest are kept', async () => {
    const params = init(config, 5);
    const name = 'blocks.0.mlp.post';
    const kept = capture((own) => own === name);
    const change = interventionProbe([{ kind: 'strongest', name, places: [], share: 0.25 }]);
    const inputs = drawnInputs(config, 1, 5, 6);
    const before = capture((own) => own === name);
    forward(params, config, inputs, { probe: before.probe });
    const whole = await numbers(before.tensors.get(name) as Tensor);
    forward(params, config, inputs, {
      probe: Object.assign(
        <T extends Tensor>(own: string, tensor: T) => kept.probe(own, change(own, tensor)),
        {
          wants: (own: string) => own === name,
        },
      ),
    });
    const few = await numbers(kept.tensors.get(name) as Tensor);
    for (let row = 0; row < 5; row++) {
      const magnitudes = [...whole.slice(12 * row, 12 * row + 12)].map(Math.abs).sort((a, b) => b - a);
      for (let at = 12 * row; at < 12 * row + 12; at++)
        expect((few[at] ?? Number.NaN) + 0).toBe(
          Math.abs(whole[at] ?? 0) >= (magnitudes[2] ?? 0) ? (whole[at] ?? 0) : 0,
        );
    }
  });
});

test('a router costs one number a dimension, and a layer what passes through it', () => {
  const own = routed(0.5);
  expect(countParameters(own).total).toBe(countParams(init(own, 1)));
  expect(prefillFlops(own, 20).total).toBeLessThan(prefillFlops(config, 20).total);
  expect(prefillFlops(routed(1), 20).mixing).toBe(prefillFlops(config, 20).mixing);
});

test('while a text is written there is no whole text to choose from', () => {
  const own = routed(0.5);
  const { tokens } = drawnInputs(own, 1, 4, 6);
  expect(() => forward(init(own, 1), own, { tokens }, { state: emptyState(own, 1) })).toThrow(/at once/);
});

test('a word leaves after the first layer that is sure enough, and at the latest after the last', () => {
  expect(confidenceOf([0.1, 0.6, 0.3])).toBeCloseTo(0.3, 6);
  expect(exitOf([0.2, 0.95, 0.4], 0.9)).toEqual({ layers: 2, confidence: 0.95 });
  expect(exitOf([0.2, 0.3, 0.4], 0.9)).toEqual({ layers: 3, confidence: 0.4 });
  expect(largestDifference([exitOf([0.2, 0.3], 0).layers], [1])).toBe(0);
});
