import { beforeAll, describe, expect, test } from 'vitest';
import { memory, type Tensor, tensor } from '../../src/models/tf.ts';
import { AdamW, type AdamWState } from '../../src/training/adamw.ts';
import { nodeBackends, randomTensor, start } from '../support/backends.ts';
import '../support/matchers.ts';

const options = { weightDecay: 0.1, clip: 1, beta2: 0.95 };
const rate = 0.01;

/** A matrix, which decays, and a vector, which does not. */
const makeParams = () =>
  new Map<string, Tensor>([
    ['weight', randomTensor([3, 7], 1)],
    ['bias', randomTensor([5], 2)],
  ]);

/** Gradients of a step: of a norm above `clip` at first, then below. */
const makeGradients = (step: number) =>
  new Map<string, Tensor>([
    ['weight', randomTensor([3, 7], 10 + step, step === 0 ? 3 : 0.01)],
    ['bias', randomTensor([5], 20 + step, 0.01)],
  ]);

const disposeAll = (tensors: ReadonlyMap<string, Tensor>) => {
  for (const one of tensors.values()) one.dispose();
};

const numbersOf = async (tensors: ReadonlyMap<string, Tensor>): Promise<Map<string, number[]>> => {
  const numbers = new Map<string, number[]>();
  for (const [name, one] of tensors) numbers.set(name, Array.from(await one.data()));
  return numbers;
};

/** Runs steps `from` to `to`; the parameters that are given are used up. */
async function run(
  optimizer: AdamW,
  given: Map<string, Tensor>,
  from: number,
  to: number,
): Promise<Map<string, Tensor>> {
  let params = given;
  for (let step = from; step < to; step++) {
    const gradients = makeGradients(step);
    const after = await optimizer.step(params, gradients, rate);
    disposeAll(params);
    disposeAll(gradients);
    params = after.params;
  }
  return params;
}

/** Algorithm 2 of Loshchilov and Hutter, number by number in float64. */
async function byLoop(steps: number): Promise<{ params: Map<string, number[]>; norms: number[] }> {
  const tensors = makeParams();
  const params = await numbersOf(tensors);
  disposeAll(tensors);
  const moments = new Map([...params].map(([name, own]) => [name, own.map(() => ({ m: 0, v: 0 }))]));
  const norms: number[] = [];
  for (let step = 0; step < steps; step++) {
    const given = makeGradients(step);
    const gradients = await numbersOf(given);
    disposeAll(given);
    const norm = Math.sqrt([...gradients.values()].flat().reduce((sum, one) => sum + one * one, 0));
    norms.push(norm);
    for (const [name, own] of params) {
      const decay = name === 'weight' ? options.weightDecay : 0;
      for (const index of own.keys()) {
        const moment = moments.get(name)?.[index] ?? { m: Number.NaN, v: Number.NaN };
        const gradient = (gradients.get(name)?.[index] ?? Number.NaN) * Math.min(1, options.clip / norm);
        moment.m = 0.9 * moment.m + 0.1 * gradient;
        moment.v = options.beta2 * moment.v + (1 - options.beta2) * gradient ** 2;
        const mean = moment.m / (1 - 0.9 ** (step + 1));
        const square = moment.v / (1 - options.beta2 ** (step + 1));
        const before = own[index] ?? Number.NaN;
        own[index] = before - rate * decay * before - (rate * mean) / (Math.sqrt(square) + 1e-8);
      }
    }
  }
  return { params, norms };
}

describe.each(nodeBackends)('AdamW on %s', (backend) => {
  beforeAll(() => start(backend));

  test('is the algorithm of the paper, with clipping', async () => {
    const wanted = await byLoop(6);
    let params = makeParams();
    const optimizer = new AdamW(params, options);
    const norms: number[] = [];
    for (let step = 0; step < 6; step++) {
      const gradients = makeGradients(step);
      const after = await optimizer.step(params, gradients, rate);
      norms.push(after.gradientNorm);
      disposeAll(params);
      disposeAll(gradients);
      params = after.params;
    }
    expect(norms).toBeAllClose(wanted.norms);
    expect(norms[0]).toBeGreaterThan(options.clip);
    expect(norms[1]).toBeLessThan(options.clip);
    for (const [name, numbers] of await numbersOf(params)) {
      expect(numbers).toBeAllClose(wanted.params.get(name) ?? []);
    }
    disposeAll(params);
    optimizer.dispose();
  });

  test('leaves no tensor behind, and the parameters that it was given as they were', async () => {
    const before = memory().numTensors;
    const params = makeParams();
    const numbers = await numbersOf(params);
    const optimizer = new AdamW(params, options);
    const gradients = makeGradients(0);
    const after = await optimizer.step(params, gradients, rate);
    expect(await numbersOf(params)).toEqual(numbers);
    for (const tensors of [params, gradients, after.params]) disposeAll(tensors);
    optimizer.dispose();
    expect(memory().numTensors).toBe(before);
  });

  test('saved and restored it goes on exactly as if it had not stopped', async () => {
    const start = makeParams();
    const whole = new AdamW(start, options);
    const wanted = await run(whole, start, 0, 5);
    const first = makeParams();
    const stopped = new AdamW(first, options);
    const half = await run(stopped, first, 0, 3);
    const state: AdamWState = await stopped.state();
    stopped.dispose();
    const resumed = new AdamW(half, options, state);
    const actual = await run(resumed, half, 3, 5);
    expect(await numbersOf(actual)).toEqual(await numbersOf(wanted));
    for (const tensors of [wanted, actual]) disposeAll(tensors);
    for (const optimizer of [whole, resumed]) optimizer.dispose();
  });

  test('does nothing where the gradient is not a number', async () => {
    const params = makeParams();
    const optimizer = new AdamW(params, options);
    const gradients = new Map(
      [...params.keys()].map((name) => [
        name,
        tensor(new Float32Array(name === 'bias' ? 5 : 21).fill(Number.NaN), name === 'bias' ? [5] : [3, 7]),
      ]),
    );
    const { gradientNorm, params: after } = await optimizer.step(params, gradients, rate);
    expect(gradientNorm).toBeNaN();
    expect(await numbersOf(after)).toEqual(await numbersOf(params));
    expect((await optimizer.state()).steps).toBe(0);
    for (const tensors of [params, gradients]) disposeAll(tensors);
    optimizer.dispose();
  });
});
