import { beforeAll, describe, expect, it } from 'vitest';
import { architectures } from '../../../src/models/architectures.ts';
import { generate } from '../../../src/models/generate.ts';
import { giveUp } from '../../../src/models/kernels/index.ts';
import {
  disposeState,
  emptyState,
  forward,
  init,
  type ModelState,
  stateTensors,
} from '../../../src/models/model.ts';
import { disposeParams } from '../../../src/models/params.ts';
import { plainSampling } from '../../../src/models/sampling.ts';
import { keep, memory, startBackend, type Tensor2D, tensor, tidy } from '../../../src/models/tf.ts';

const context = 12;
const sizes = { vocabulary: 17, context, width: 24, layers: 2, heads: 3, window: 5 };
const numbers = async (state: ModelState) =>
  Promise.all(stateTensors(state).map(async (one) => [...(await one.data())]));

describe('a cache that was given up', () => {
  beforeAll(() => startBackend('wasm'));

  it('is written over, and one that was not stays as it is', async () => {
    const config = architectures.gpt2.config(sizes);
    const params = init(config, 1);
    const before = emptyState(config, 1);
    const asItWas = await numbers(before);
    const read = () => {
      let next: ModelState | undefined;
      tidy(() => {
        const tokens = tensor([3], [1, 1], 'int32') as Tensor2D;
        next = forward(params, config, { tokens }, { state: before }).state;
        for (const kept of next ? stateTensors(next) : []) keep(kept);
      });
      if (next === undefined) throw new Error('There is no state.');
      return next;
    };
    const beside = read();
    expect(await numbers(before)).toEqual(asItWas);
    giveUp(stateTensors(before));
    const over = read();
    expect(await numbers(over)).toEqual(await numbers(beside));
    expect(await numbers(before)).toEqual(await numbers(beside));
    // The numbers are there until the last of those that share them is gone.
    disposeState(before);
    expect(await numbers(over)).toEqual(await numbers(beside));
    for (const state of [over, beside]) disposeState(state);
    disposeParams(params);
  });

  // Mistral's cache is a ring that is soon full; LLaMA's positions turn its keys.
  it.each(['gpt2', 'llama', 'mistral'] as const)(
    '%s writes what it writes without, and leaves nothing',
    async (id) => {
      const config = architectures[id].config(sizes);
      const params = init(config, 2);
      const { numTensors, numDataBuffers } = memory();
      const texts: number[][] = [];
      for (const cache of [true, false]) {
        const text: number[] = [];
        const options = { sampling: plainSampling, seed: 4, maximum: context, cache };
        for await (const token of generate(params, config, [1, 2], options)) text.push(token.id);
        texts.push(text);
      }
      expect(texts[0]).toHaveLength(context - 1);
      expect(texts[0]).toEqual(texts[1]);
      expect(memory()).toMatchObject({ numTensors, numDataBuffers });
      disposeParams(params);
    },
  );
});
