/** Adapters beside fixed maps: they begin as nothing, have gradients, can be multiplied out, and alone learn. */
import { beforeAll, describe, expect, test } from 'vitest';
import { lookUp, notesOf } from '../../../src/data/retrieval.ts';
import { toytownDataset } from '../../../src/data/toytown/dataset.ts';
import { dialectDataset } from '../../../src/data/toytown/dialects.ts';
import { countParameters } from '../../../src/models/count.ts';
import { forward, init } from '../../../src/models/model.ts';
import { countParams, flatten, type ParamTree } from '../../../src/models/params.ts';
import { type LinearParams, linear } from '../../../src/models/parts/linear.ts';
import { isAdapter, merged } from '../../../src/models/parts/lora.ts';
import { startBackend, type Tensor, type Tensor2D } from '../../../src/models/tf.ts';
import { lossAndGradients } from '../../../src/training/gradients.ts';
import { drawnInputs, largestDifference, smallConfig } from '../small-rows.ts';
import { expectGradients, noise, weighed } from './finite-differences.ts';

const numbers = async (tensor: Tensor) => Float32Array.from(await tensor.data());

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  beforeAll(() => startBackend(backend));

  test.each(['gpt2', 'llama'] as const)('a %s with adapters begins as the model without', async (id) => {
    const config = smallConfig(id);
    const adapted = { ...config, adapters: { rank: 2 } };
    const [plain, own] = [init(config, 3), init(adapted, 3)];
    const inputs = drawnInputs(config, 2, 7, 4);
    const before = await numbers(forward(plain, config, inputs).logits);
    expect(largestDifference(await numbers(forward(own, adapted, inputs).logits), before)).toBe(0);
    expect(countParams(own)).toBe(countParameters(adapted).total);
    expect(countParams(own)).toBeGreaterThan(countParams(plain));
  });

  const map = () =>
    ({
      weight: noise([4, 5], 1),
      bias: noise([5], 2),
      adapter: { down: noise([4, 2], 3), up: noise([2, 5], 4) },
    }) as unknown as LinearParams;

  test('multiplied out it answers the same, and its gradients are those of small steps', async () => {
    const x = noise([3, 4], 5) as Tensor2D;
    const apart = await numbers(linear(x, map()));
    const one = merged(map());
    expect(one.adapter).toBeUndefined();
    expect(largestDifference(await numbers(linear(x, one)), apart)).toBeLessThan(1e-5);
    await expectGradients(map() as unknown as ParamTree, (own) =>
      weighed(linear(x, own as unknown as LinearParams)),
    );
  });

  test('only what may learn has a gradient', () => {
    const config = { ...smallConfig('gpt2'), adapters: { rank: 2 } };
    const params = init(config, 3);
    const batch = {
      rows: 1,
      length: 4,
      tokens: Int32Array.from([1, 2, 3, 4]),
      targets: Int32Array.from([2, 3, 4, 5]),
      weights: new Float32Array(4).fill(1),
      floor: null,
    };
    const { gradients } = lossAndGradients(params, config, batch, { trainable: isAdapter });
    const adapters = [...flatten(params as unknown as ParamTree).keys()].filter(isAdapter);
    expect([...gradients.keys()].sort()).toEqual(adapters.sort());
    expect(adapters.length).toBe(2 * 6 * 2);
  });
});

test('another town says the same stories otherwise', () => {
  const [own] = toytownDataset.heldOut(1, 2, 40);
  for (const dialect of ['after', 'mirror'] as const) {
    const [said] = dialectDataset(dialect).heldOut(1, 2, 40);
    expect(said?.tokens).not.toEqual(own?.tokens);
    expect(said?.floor).toBe(own?.floor);
    // Targets are the tokens one further on.
    expect(said?.targets.subarray(0, 39)).toEqual(said?.tokens.subarray(1, 40));
    if (dialect === 'after') expect([...(said?.tokens.subarray(0, 40) ?? [])].length).toBe(40);
  }
});

test('notes are found by the rare words that they share', () => {
  const notes = notesOf('mia has a ball . tom has a dog . mia has a red hat .');
  expect(notes).toHaveLength(3);
  expect(lookUp(notes, 'now tom has the', 1)).toEqual([{ note: 'tom has a dog .', score: Math.log(2) }]);
  expect(lookUp(notes, 'zoe', 2)).toEqual([]);
});
