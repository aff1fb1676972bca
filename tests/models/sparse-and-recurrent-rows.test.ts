/** Each row with experts or without attention as a whole model: state, probes, memory, learning. */
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { ModelConfig } from '../../src/models/config.ts';
import { crossEntropy } from '../../src/models/kernels/index.ts';
import {
  disposeState,
  emptyState,
  forward,
  init,
  type ModelInputs,
  type Params,
  stateTensors,
} from '../../src/models/model.ts';
import { disposeParams, flatten, mapParams } from '../../src/models/params.ts';
import { withoutDrops } from '../../src/models/parts/moe.ts';
import { capture, intervene } from '../../src/models/probe.ts';
import {
  add,
  dispose,
  keep,
  memory,
  mul,
  type Scalar,
  slice,
  startBackend,
  sub,
  type Tensor,
  type Tensor2D,
  tensor,
  tidy,
  valueAndGrads,
} from '../../src/models/tf.ts';
import { denseIds, drawnInputs, drawnTokens, rowIds, smallConfig } from './small-rows.ts';

vi.setConfig({ testTimeout: 120_000 }); // Only against standing still: the machine may be busy.

const ids = rowIds.filter((id) => !denseIds.includes(id));
/** Of two stacks: read in `decoding.test.ts`. */
const stateful = ids.filter((id) => id !== 'switch');
const inputsOf = (config: ModelConfig): ModelInputs => drawnInputs(config, 2, 7, 5);

async function farthest(left: Tensor, right: Tensor): Promise<number> {
  expect(left.shape).toEqual(right.shape);
  const [a, b] = [(await left.data()) as Float32Array, await right.data()];
  return a.reduce((most, value, at) => Math.max(most, Math.abs(value - (b[at] ?? Number.NaN))), 0);
}

/** Plain gradient descent with the gradient's length cut at 1. */
function step(
  params: Params,
  config: ModelConfig,
  inputs: ModelInputs,
  rate: number,
): { params: Params; loss: Scalar } {
  const flat = flatten(params);
  let next = params;
  const loss = tidy(() => {
    const { value, grads } = valueAndGrads((...weights: Tensor[]) => {
      const byName = new Map([...flat.keys()].map((name, index) => [name, weights[index]]));
      const watched = mapParams(params, (own, name) => byName.get(name) ?? own);
      const { logits, auxiliary = {} } = forward(watched, config, inputs);
      const terms = [auxiliary.loadBalance, auxiliary.routerZ].filter((term) => term !== undefined);
      return terms.reduce((sum, term) => add(sum, term) as Scalar, crossEntropy(logits, inputs.tokens).loss);
    })([...flat.values()]);
    const squares = grads.map((gradient) => mul(gradient, gradient).sum());
    const length = squares.reduce((sum, square) => add(sum, square)).sqrt();
    const scale = mul(rate, length.add(1).reciprocal());
    let index = 0;
    next = mapParams(params, (own) => keep(sub(own, mul(grads[index++] as Tensor, scale))));
    return value as Scalar;
  });
  return { params: next, loss };
}

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  beforeAll(() => startBackend(backend));

  test.each(stateful)('%s: reading with a state equals reading the whole text', async (id) => {
    const config = withoutDrops(smallConfig(id));
    const params = init(config, 1);
    const tokens = drawnTokens(2, 20, 5);
    const whole = forward(params, config, { tokens }).logits;
    let state = emptyState(config, 2);
    // A prompt, single tokens, and several at once where something was read before.
    for (const [from, count] of [
      [0, 9],
      [9, 1],
      [10, 1],
      [11, 4],
      [15, 5],
    ] as const) {
      const part = slice(tokens, [0, from], [2, count]);
      const { logits, state: next } = forward(params, config, { tokens: part }, { state });
      expect(await farthest(logits, slice(whole, [0, from, 0], [2, count, config.vocabulary]))).toBeLessThan(
        1e-4,
      );
      disposeState(state);
      if (next === undefined) throw new Error('There is no state.');
      state = next;
    }
  });

  test.each(ids)('%s: every probe passes, and a run patched into itself is the same run', async (id) => {
    const config = smallConfig(id);
    const params = init(config, 2);
    const inputs = inputsOf(config);
    const seen = capture(() => true);
    const plain = forward(params, config, inputs).logits;
    const looked = forward(params, config, inputs, { probe: seen.probe }).logits;
    expect(await farthest(plain, looked)).toBeLessThan(2e-5);
    for (const [name, own] of seen.tensors) {
      const patch = intervene(
        (other) => other === name,
        () => own,
      );
      expect(
        await farthest(forward(params, config, inputs, { probe: patch }).logits, plain),
        name,
      ).toBeLessThan(2e-5);
    }
  });

  test.each(ids)('%s: an ablated probe changes the logits', async (id) => {
    const config = smallConfig(id);
    const params = init(config, 2);
    const inputs = inputsOf(config);
    const seen = capture(() => true);
    const plain = forward(params, config, inputs, { probe: seen.probe }).logits;
    // What is already 0 everywhere (no token was dropped) cannot be ablated; of experts some get no token.
    const silent = /moe\.dropped$|moe\.experts\./;
    for (const name of seen.tensors.keys()) {
      if (silent.test(name)) continue;
      const ablate = intervene(
        (other) => other === name,
        (_, own) => mul(own, 0),
      );
      expect(
        await farthest(forward(params, config, inputs, { probe: ablate }).logits, plain),
        name,
      ).toBeGreaterThan(1e-6);
    }
  });

  test.each(stateful)('%s: reading with a state leaves no tensor behind', (id) => {
    const config = smallConfig(id);
    const params = init(config, 4);
    let state = emptyState(config, 1);
    const counts: number[] = [];
    for (let position = 0; position < 4; position++) {
      const before = state;
      tidy(() => {
        const tokens = tensor([[position]], [1, 1], 'int32') as Tensor2D;
        const output = forward(params, config, { tokens }, { state: before });
        if (output.state === undefined) throw new Error('There is no state.');
        state = output.state;
        for (const kept of stateTensors(state)) keep(kept);
      });
      disposeState(before);
      counts.push(memory().numTensors);
    }
    expect(new Set(counts).size).toBe(1);
  });
});

describe('50 steps of gradient descent', () => {
  beforeAll(() => startBackend('wasm'));

  test.each(ids)('lower the loss of %s and leave no tensor behind', async (id) => {
    const config = smallConfig(id, { context: 12 });
    let params = init(config, 3);
    const inputs = drawnInputs(config, 4, 6, 12);
    const losses: number[] = [];
    let tensors = 0;
    for (let index = 0; index < 50; index++) {
      const { params: next, loss } = step(params, config, inputs, 0.5);
      disposeParams(params);
      params = next;
      losses.push((await loss.data())[0] ?? Number.NaN);
      dispose(loss);
      if (index === 0) tensors = memory().numTensors;
    }
    expect(memory().numTensors).toBe(tensors);
    expect(losses.at(-1)).toBeLessThan(0.9 * (losses[0] ?? 0));
  });
});
