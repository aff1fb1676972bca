import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { ModelConfig } from '../../src/models/config.ts';
import { crossEntropy } from '../../src/models/kernels/index.ts';
import { forward, init, type ModelInputs, type Params } from '../../src/models/model.ts';
import { disposeParams, flatten, mapParams } from '../../src/models/params.ts';
import {
  add,
  dispose,
  memory,
  mul,
  type Scalar,
  startBackend,
  sub,
  sum,
  type Tensor,
  tensor,
  tidy,
  valueAndGrads,
} from '../../src/models/tf.ts';
import { denseIds, drawnInputs, smallConfig } from './small-rows.ts';

vi.setConfig({ testTimeout: 120_000 }); // Only against standing still: the machine may be busy.

/** Every head has something to learn; each position's target is the token that it reads. */
function lossOf(params: Params, config: ModelConfig, inputs: ModelInputs): Scalar {
  const { logits, heads } = forward(params, config, inputs);
  const own = crossEntropy(logits, inputs.tokens).loss;
  if (!heads?.nextSentence) return own;
  const [rows] = heads.nextSentence.shape;
  const follows = tensor(
    Array.from({ length: rows }, (_, row) => row % 2),
    [rows],
    'int32',
  );
  return add(own, crossEntropy(heads.nextSentence, follows).loss) as Scalar;
}

const withWeights = (params: Params, weights: readonly Tensor[]): Params => {
  let next = 0;
  return mapParams(params, (own) => weights[next++] ?? own);
};

const gradientsOf = (params: Params, config: ModelConfig, inputs: ModelInputs) =>
  valueAndGrads((...weights: Tensor[]) => lossOf(withWeights(params, weights), config, inputs))([
    ...flatten(params).values(),
  ]);

describe('gradients', () => {
  beforeAll(() => startBackend('cpu'));

  it.each(denseIds)('of %s are those of finite differences, for every parameter', async (id) => {
    const config = smallConfig(id, { layers: 1, context: 12 });
    const params = init(config, 9);
    const inputs = drawnInputs(config, 2, 5, 10);
    const { grads } = gradientsOf(params, config, inputs);
    const [weights, names] = [[...flatten(params).values()], [...flatten(params).keys()]];
    const step = 4e-3;
    const lossWith = async (index: number, changed: Tensor): Promise<number> => {
      const all = weights.map((weight, other) => (other === index ? changed : weight));
      const loss = lossOf(withWeights(params, all), config, inputs);
      return (await loss.data())[0] ?? Number.NaN;
    };
    for (const [index, gradient] of grads.entries()) {
      // Along the gradient itself the loss changes by the gradient's length.
      const length = Math.sqrt((await sum(mul(gradient, gradient)).data())[0] ?? Number.NaN);
      const weight = weights[index];
      if (weight === undefined || length < 1e-3) continue;
      const along = mul(gradient, step / length);
      const rise = (await lossWith(index, add(weight, along))) - (await lossWith(index, sub(weight, along)));
      expect(rise / (2 * step) / length, names[index]).toBeCloseTo(1, 1.3);
    }
  });
});

describe('50 steps of gradient descent', () => {
  beforeAll(() => startBackend('wasm'));

  it.each(denseIds)('lower the loss of %s and leave no tensor behind', async (id) => {
    const config = smallConfig(id, { layers: 1, context: 12 });
    let params = init(config, 11);
    const inputs = drawnInputs(config, 4, 6, 12);
    const losses: number[] = [];
    const counts = new Set<number>();
    for (let step = 0; step < 50; step++) {
      const before = params;
      const { value, next } = tidy(() => {
        const { value, grads } = gradientsOf(before, config, inputs);
        const squares = grads.map((gradient) => sum(mul(gradient, gradient)));
        const length = squares.reduce((total, square) => add(total, square)).sqrt();
        const scale = mul(0.3, length.maximum(1).reciprocal()); // Clipped to a length of 1.
        const weights = [...flatten(before).values()];
        return { value, next: weights.map((weight, index) => sub(weight, mul(grads[index] ?? 0, scale))) };
      });
      params = withWeights(before, next);
      disposeParams(before);
      losses.push((await value.data())[0] ?? Number.NaN);
      value.dispose();
      counts.add(memory().numTensors);
    }
    expect(losses.at(-1)).toBeLessThan(0.8 * (losses[0] ?? 0));
    expect(counts.size).toBe(1);
    disposeParams(params);
    dispose(Object.values(inputs));
  });
});
