import { beforeAll, describe, expect, test } from 'vitest';
import { architectures } from '../../../src/models/architectures.ts';
import type { MixtureConfig, ModelConfig } from '../../../src/models/config.ts';
import { flatten, mapParams, type ParamTree } from '../../../src/models/params.ts';
import { initMixture, type MixtureParams, mixture, withoutDrops } from '../../../src/models/parts/moe.ts';
import { capture, noProbe } from '../../../src/models/probe.ts';
import {
  add,
  addN,
  type Scalar,
  startBackend,
  type Tensor,
  type Tensor3D,
  valueAndGrads,
} from '../../../src/models/tf.ts';
import { randomStream } from '../../../src/random.ts';
import { smallSizes } from '../small-rows.ts';
import { expectGradients, noise, weighed } from './finite-differences.ts';

const mixtral: MixtureConfig = {
  kind: 'mixture-of-experts',
  experts: 4,
  chosen: 2,
  capacityFactor: null,
  renormalized: true,
  loadBalance: 0.3,
  routerZ: 0.2,
  hidden: 6,
  activation: 'silu',
  gated: true,
  bias: false,
};
const switched: MixtureConfig = {
  ...mixtral,
  chosen: 1,
  capacityFactor: 1,
  renormalized: false,
  activation: 'relu',
  gated: false,
};
const width = 5;
const rows = { mixtral, switched, 'two choices, few seats': { ...mixtral, capacityFactor: 0.75 } };

const make = (config: MixtureConfig, seed = 3): MixtureParams =>
  initMixture(config, width, 0.8, 0.8, randomStream(seed));
const numbers = async (x: Tensor): Promise<number[]> => [...(await x.data())];

/** The papers' equations, token by token, in float64. */
async function byLoops(x: Tensor3D, params: MixtureParams, config: MixtureConfig) {
  const flat = new Map<string, { shape: number[]; data: number[] }>();
  for (const [name, own] of flatten(params as unknown as ParamTree))
    flat.set(name, { shape: own.shape, data: await numbers(own) });
  const times = (input: number[], name: string): number[] => {
    const { shape, data } = flat.get(name) ?? { shape: [0, 0], data: [] };
    const columns = shape[1] ?? 0;
    return Array.from({ length: columns }, (_, column) =>
      input.reduce((total, value, row) => total + value * (data[row * columns + column] ?? 0), 0),
    );
  };
  const act = (value: number) =>
    config.activation === 'relu' ? Math.max(0, value) : value / (1 + Math.exp(-value));
  const expert = (input: number[], index: number): number[] => {
    const into = times(input, `experts.${index}.in.weight`);
    const gate = config.gated ? times(input, `experts.${index}.gate.weight`) : into;
    const hidden = gate.map((value, at) => act(value) * (config.gated ? (into[at] ?? 0) : 1));
    return times(hidden, `experts.${index}.out.weight`);
  };
  const data = await numbers(x);
  const tokens = Array.from({ length: data.length / width }, (_, at) =>
    data.slice(at * width, (at + 1) * width),
  );
  const routed = tokens.map((token) => {
    const logits = times(token, 'router.weight');
    const total = logits.reduce((sum, value) => sum + Math.exp(value), 0);
    const probs = logits.map((value) => Math.exp(value) / total);
    const order = probs.map((_, index) => index).sort((a, b) => (probs[b] ?? 0) - (probs[a] ?? 0));
    return { logits, probs, order: order.slice(0, config.chosen), logTotal: Math.log(total) };
  });
  const { capacityFactor: factor, experts, chosen } = config;
  const capacity =
    factor === null ? Number.POSITIVE_INFINITY : Math.ceil((tokens.length * chosen * factor) / experts);
  const taken = new Array<number>(experts).fill(0);
  const dropped = tokens.map(() => new Array<number>(chosen).fill(0));
  for (let choice = 0; choice < chosen; choice++) {
    routed.forEach(({ order }, token) => {
      const to = order[choice] ?? 0;
      const row = dropped[token];
      if (row) row[choice] = (taken[to] ?? 0) < capacity ? 0 : 1;
      taken[to] = (taken[to] ?? 0) + 1;
    });
  }
  const y = tokens.map((token, at) => {
    const out = new Array<number>(width).fill(0);
    const { probs = [], order = [] } = routed[at] ?? {};
    const total = config.renormalized ? order.reduce((sum, index) => sum + (probs[index] ?? 0), 0) : 1;
    order.forEach((index, choice) => {
      if (dropped[at]?.[choice] === 1) return;
      expert(token, index).forEach((value, column) => {
        out[column] = (out[column] ?? 0) + (value * (probs[index] ?? 0)) / total;
      });
    });
    return out;
  });
  const shares = Array.from({ length: experts }, (_, index) => (taken[index] ?? 0) / tokens.length);
  const means = shares.map(
    (_, index) => routed.reduce((sum, { probs }) => sum + (probs[index] ?? 0), 0) / tokens.length,
  );
  return {
    y: y.flat(),
    dropped: dropped.flat(),
    index: routed.flatMap(({ order }) => order),
    loadBalance:
      config.loadBalance * experts * shares.reduce((sum, share, at) => sum + share * (means[at] ?? 0), 0),
    routerZ: (config.routerZ * routed.reduce((sum, { logTotal }) => sum + logTotal ** 2, 0)) / tokens.length,
  };
}

function expectClose(actual: readonly number[], wanted: readonly number[], tolerance = 2e-5): void {
  expect(actual).toHaveLength(wanted.length);
  const worst = actual.reduce(
    (most, value, at) => Math.max(most, Math.abs(value - (wanted[at] ?? Number.NaN))),
    0,
  );
  expect(worst).toBeLessThan(tolerance);
}

describe.each(['cpu', 'wasm'] as const)('a mixture of experts on %s', (backend) => {
  beforeAll(() => startBackend(backend));

  test.each(Object.entries(rows))('%s is what the papers say, drops included', async (_, config) => {
    const x = noise([2, 7, width], 5) as Tensor3D;
    const params = make(config);
    const wanted = await byLoops(x, params, config);
    const seen = capture(() => true);
    const looked = mixture(x, params, config, seen.probe);
    const seated = mixture(x, params, config, noProbe);
    expectClose(await numbers(looked.y), wanted.y);
    expectClose(await numbers(seated.y), wanted.y);
    expectClose(await numbers(seen.tensors.get('dropped') as Tensor), wanted.dropped);
    expectClose(await numbers(seen.tensors.get('expert_index') as Tensor), wanted.index);
    expectClose(await numbers(seated.auxiliary.loadBalance as Scalar), [wanted.loadBalance]);
    expectClose(await numbers(seated.auxiliary.routerZ as Scalar), [wanted.routerZ]);
    if (config.capacityFactor !== null) expect(wanted.dropped).toContain(1);
  });

  test.each(Object.entries(rows))('gradients of %s', async (_, config) => {
    const x = noise([1, 6, width], 6) as Tensor3D;
    const tree = { x, own: make(config) } as unknown as ParamTree;
    await expectGradients(tree, (own) => {
      const { x: input, own: params } = own as unknown as { x: Tensor3D; own: MixtureParams };
      const { y, auxiliary } = mixture(input, params, config, noProbe);
      const terms = [auxiliary.loadBalance, auxiliary.routerZ].filter((term) => term !== undefined);
      return add(weighed(y), addN(terms)) as Scalar;
    });
  });
});

describe.each(['cpu', 'wasm'] as const)('on %s, an expert on its own tokens alone', (backend) => {
  beforeAll(() => startBackend(backend));

  const biased = { ...mixtral, bias: true, experts: 6, activation: 'gelu-tanh', gated: false } as const;
  const all: Record<string, MixtureConfig> = { ...rows, 'with biases': biased };

  /** Two texts of 9 tokens; texts of one token, as in decoding, leave most experts without any. */
  test.each(
    Object.entries(all).flatMap(([name, config]) => [9, 1].map((length) => [name, length, config] as const)),
  )('%s, %i tokens a text: as every expert on every token, with all gradients', async (_, length, config) => {
    const params = make(config, 4);
    const x = noise([2, length, width], 8) as Tensor3D;
    const flat = flatten(params as unknown as ParamTree);
    const run = (probe: typeof noProbe) =>
      valueAndGrads((input: Tensor, ...weights: Tensor[]) => {
        const named = new Map([...flat.keys()].map((name, index) => [name, weights[index]]));
        const own = mapParams(params as unknown as ParamTree, (given, name) => named.get(name) ?? given);
        const made = mixture(input as Tensor3D, own as unknown as MixtureParams, config, probe);
        const terms = Object.values(made.auxiliary) as Scalar[];
        return addN([weighed(made.y), ...terms]) as Scalar;
      })([x, ...flat.values()]);
    const [grouped, looked] = [run(noProbe), run(capture(() => true).probe)];
    expectClose(await numbers(grouped.value), await numbers(looked.value), 1e-5);
    for (const [at, gradient] of grouped.grads.entries())
      expectClose(await numbers(gradient), await numbers(looked.grads[at] as Tensor), 1e-5);
  });
});

test('a config without drops differs in nothing but the capacity', () => {
  const config = architectures.switch.config({ ...smallSizes, capacityFactor: 1 });
  const open = withoutDrops(config);
  const capacities = (own: ModelConfig) =>
    [...own.layers, ...(own.encoder?.layers ?? [])].flatMap(({ channelMixer }) =>
      channelMixer.kind === 'mixture-of-experts' ? [channelMixer.capacityFactor] : [],
    );
  expect(new Set(capacities(config))).toEqual(new Set([1]));
  expect(new Set(capacities(open))).toEqual(new Set([null]));
  expect(JSON.stringify(open).replaceAll('"capacityFactor":null', '"capacityFactor":1')).toBe(
    JSON.stringify(config),
  );
});
