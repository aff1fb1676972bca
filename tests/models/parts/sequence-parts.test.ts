/** Mamba, Hyena, linear attention and the GRU beside their papers' equations as loops, and their gradients. */
import { beforeAll, describe, expect, test } from 'vitest';
import type {
  GruConfig,
  HyenaConfig,
  LinearAttentionConfig,
  MambaConfig,
  TokenMixerConfig,
} from '../../../src/models/config.ts';
import { flatten, mapParams, type ParamTree } from '../../../src/models/params.ts';
import { type TokenMixerInput, tokenMixer } from '../../../src/models/parts/mixers.ts';
import { capture, noProbe, type Probe } from '../../../src/models/probe.ts';
import { startBackend, type Tensor, type Tensor3D } from '../../../src/models/tf.ts';
import { randomStream } from '../../../src/random.ts';
import { expectGradients, noise, weighed } from './finite-differences.ts';

const width = 4;
const mamba: MambaConfig = {
  kind: 'mamba',
  inner: 6,
  states: 3,
  taps: 4,
  deltaRank: 2,
  selective: true,
  bias: false,
  convolutionBias: true,
};
const hyena: HyenaConfig = {
  kind: 'hyena',
  order: 2,
  maximum: 9,
  taps: 3,
  filterWidth: 5,
  filterLayers: 2,
  bands: 2,
  sineFrequency: 2,
};
const linear: LinearAttentionConfig = { kind: 'linear-attention', heads: 2, headSize: 3, bias: true };
const gru: GruConfig = { kind: 'gru', hidden: 5 };
const parts = {
  mamba,
  'mamba, not selective': { ...mamba, selective: false },
  'mamba, without its gate': { ...mamba, gated: false },
  hyena,
  linear,
  gru,
} as const;

/** A part with weights that are all far from 0, biases too. */
function make(config: TokenMixerConfig): {
  params: ParamTree;
  run: (params: ParamTree, x: Tensor3D, probe?: Probe) => Tensor3D;
} {
  const mixer = tokenMixer(config);
  if (mixer === null) throw new Error('There is no such part.');
  const first = mixer.init(config, width, { input: 0.5, output: 0.5, outputScale: 1 }, randomStream(2));
  let seed = 20;
  const params = mapParams(first, (own) => noise(own.shape, seed++, 0.5));
  const run = (own: ParamTree, x: Tensor3D, probe = noProbe) => {
    const input = { x, start: 0, position: { kind: 'none' }, bias: null, mask: {}, probe };
    return mixer.forward(own, config, input as unknown as TokenMixerInput).y;
  };
  return { params, run };
}

/** Reads parameters and inputs as float64 by name and index. */
async function reader(tensors: ReadonlyMap<string, Tensor>) {
  const flat = new Map<string, { shape: number[]; data: Float64Array }>();
  for (const [name, own] of tensors)
    flat.set(name, { shape: own.shape, data: Float64Array.from(await own.data()) });
  return (name: string, ...index: number[]): number => {
    const found = flat.get(name);
    if (found === undefined || index.length !== found.shape.length)
      throw new Error(`${name} has no ${index.join()}`);
    return found.data[index.reduce((at, own, axis) => at * (found.shape[axis] ?? 0) + own, 0)] ?? Number.NaN;
  };
}

const [batch, length] = [2, 7];
const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const total = (count: number, term: (index: number) => number): number =>
  range(count).reduce((sum, index) => sum + term(index), 0);
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const silu = (x: number) => x * sigmoid(x);
/** Each call is worked out once. */
function once(work: (step: number, own: number) => number): (step: number, own: number) => number {
  const known = new Map<string, number>();
  return (step, own) => {
    const key = `${step} ${own}`;
    const found = known.get(key) ?? work(step, own);
    known.set(key, found);
    return found;
  };
}
type Read = Awaited<ReturnType<typeof reader>>;
/** text, step, channel of the output -> a number. */
type Oracle = (read: Read) => (text: number, step: number, channel: number) => number;

function mambaOracle(config: MambaConfig): Oracle {
  const { inner, states, taps, deltaRank, selective, gated = true } = config;
  return (read) => (text, last, channel) => {
    const into = (step: number, column: number) =>
      total(width, (row) => read('x', text, step, row) * read('in.weight', row, column));
    const x = once((step, own) =>
      silu(
        read('conv.bias', own) +
          total(taps, (tap) => {
            const from = step - taps + 1 + tap;
            return from < 0 ? 0 : read('conv.weight', tap, own) * into(from, own);
          }),
      ),
    );
    const made = once((step, column) =>
      total(inner, (row) => x(step, row) * read('select.weight', row, column)),
    );
    const delta = once((step, own) => {
      const low = selective
        ? total(deltaRank, (rank) => made(step, rank) * read('delta.weight', rank, own))
        : 0;
      return Math.log1p(Math.exp(low + read('delta.bias', own)));
    });
    const B = (step: number, own: number, state: number) =>
      selective ? made(step, deltaRank + state) : read('B', own, state);
    const C = (step: number, own: number, state: number) =>
      selective ? made(step, deltaRank + states + state) : read('C', own, state);
    // The matrix that the model implies: y_t = sum over s <= t of C_t exp(A (delta_(s+1) + ... + delta_t)) delta_s B_s x_s.
    const y = (own: number) =>
      read('D', own) * x(last, own) +
      total(last + 1, (step) =>
        total(states, (state) => {
          const A = -Math.exp(read('A_log', own, state));
          const passed = total(last - step, (later) => delta(step + 1 + later, own));
          return (
            C(last, own, state) * Math.exp(A * passed) * delta(step, own) * B(step, own, state) * x(step, own)
          );
        }),
      );
    const gate = (own: number) => (gated ? silu(into(last, inner + own)) : 1);
    return total(inner, (own) => y(own) * gate(own) * read('out.weight', own, channel));
  };
}

function hyenaOracle({ order, maximum, taps, filterWidth, filterLayers, bands }: HyenaConfig): Oracle {
  return (read) => {
    const filter = (index: number, lag: number, own: number) => {
      const time = lag / (maximum - 1);
      const angle = (band: number) =>
        (2 * Math.PI * lag * (1e-4 + (band * (bands - 1 - 1e-4)) / (bands - 1))) / maximum;
      let hidden = [
        time,
        ...range(bands).map((band) => Math.cos(angle(band))),
        ...range(bands).map((band) => -Math.sin(angle(band))),
      ];
      for (const layer of range(filterLayers)) {
        const before = hidden;
        hidden = range(filterWidth).map((column) => {
          const sum = total(
            before.length,
            (row) => (before[row] ?? 0) * read(`filter.layers.${layer}.weight`, row, column),
          );
          return Math.sin(
            read('filter.frequency', column) * (sum + read(`filter.layers.${layer}.bias`, column)),
          );
        });
      }
      const [steep, flat] = [-Math.log(0.01) / 0.3, -Math.log(0.01) / 1.5];
      const alpha = flat + ((steep - flat) * own) / (width - 1);
      const out = total(
        filterWidth,
        (row) => (hidden[row] ?? 0) * read('filter.out.weight', row, index * width + own),
      );
      return out * Math.exp(-alpha * time);
    };
    const table = range(order).map((index) =>
      range(length).map((lag) => range(width).map((own) => filter(index, lag, own))),
    );
    const projected = (text: number, step: number, column: number) =>
      read('short.bias', column) +
      total(taps, (tap) => {
        const from = step - taps + 1 + tap;
        const into = () =>
          read('in.bias', column) +
          total(width, (row) => read('x', text, from, row) * read('in.weight', row, column));
        return from < 0 ? 0 : read('short.weight', tap, column) * into();
      });
    const z = (level: number, text: number, step: number, own: number): number => {
      if (level === 0) return projected(text, step, own);
      const index = level - 1;
      const past = total(
        step + 1,
        (lag) => (table[index]?.[lag]?.[own] ?? 0) * z(index, text, step - lag, own),
      );
      return (
        projected(text, step, level * width + own) *
        (past + read('skip', index, own) * z(index, text, step, own))
      );
    };
    return (text, step, channel) =>
      read('out.bias', channel) +
      total(width, (own) => z(order, text, step, own) * read('out.weight', own, channel));
  };
}

const linearOracle: Oracle = (read) => (text, step, channel) => {
  const { heads, headSize } = linear;
  const made = (name: string, at: number, column: number) =>
    read(`${name}.bias`, column) +
    total(width, (row) => read('x', text, at, row) * read(`${name}.weight`, row, column));
  const phi = (x: number) => (x > 0 ? x + 1 : Math.exp(x));
  const similarity = (head: number, other: number) =>
    total(
      headSize,
      (d) => phi(made('query', step, head * headSize + d)) * phi(made('key', other, head * headSize + d)),
    );
  const z = (head: number, d: number) =>
    total(step + 1, (other) => similarity(head, other) * made('value', other, head * headSize + d)) /
    total(step + 1, (other) => similarity(head, other));
  return (
    read('output.bias', channel) +
    total(
      heads * headSize,
      (at) => z(Math.floor(at / headSize), at % headSize) * read('output.weight', at, channel),
    )
  );
};

const gruOracle: Oracle = (read) => (text, last, channel) => {
  const { hidden } = gru;
  let h = range(hidden).map(() => 0);
  for (const step of range(last + 1)) {
    const before = h;
    const driven = (column: number) =>
      read('in.bias', column) +
      total(width, (row) => read('x', text, step, row) * read('in.weight', row, column));
    const gate = (column: number) =>
      sigmoid(
        driven(column) + total(hidden, (row) => (before[row] ?? 0) * read('gates.weight', row, column)),
      );
    h = range(hidden).map((unit) => {
      const past = total(
        hidden,
        (row) => gate(row) * (before[row] ?? 0) * read('candidate.weight', row, unit),
      );
      const update = gate(hidden + unit);
      return update * (before[unit] ?? 0) + (1 - update) * Math.tanh(driven(2 * hidden + unit) + past);
    });
  }
  return read('out.bias', channel) + total(hidden, (row) => (h[row] ?? 0) * read('out.weight', row, channel));
};

const oracles: Readonly<Record<keyof typeof parts, Oracle>> = {
  mamba: mambaOracle(mamba),
  'mamba, not selective': mambaOracle(parts['mamba, not selective']),
  'mamba, without its gate': mambaOracle(parts['mamba, without its gate']),
  hyena: hyenaOracle(hyena),
  linear: linearOracle,
  gru: gruOracle,
};

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  beforeAll(() => startBackend(backend));

  test.each(Object.keys(parts) as (keyof typeof parts)[])('%s is what its paper says', async (name) => {
    const { params, run } = make(parts[name]);
    const x = noise([batch, length, width], 1) as Tensor3D;
    const at = oracles[name](await reader(new Map([...flatten(params), ['x', x]])));
    const wanted = range(batch).flatMap((text) =>
      range(length).flatMap((step) => range(width).map((channel) => at(text, step, channel))),
    );
    // Looked at from inside, a part may take another way to the same numbers.
    for (const probe of [noProbe, capture(() => true).probe]) {
      const y = (await run(params, x, probe).data()) as Float32Array;
      const worst = y.reduce(
        (most, value, index) => Math.max(most, Math.abs(value - (wanted[index] ?? Number.NaN))),
        0,
      );
      expect(worst).toBeLessThan(2e-5);
    }
  });

  test.each(Object.entries(parts))('gradients of %s', async (_, config) => {
    const { params, run } = make(config);
    const x = noise([1, 5, width], 3);
    await expectGradients({ x, params }, (own) => {
      const { x: input, params: weights } = own as unknown as { x: Tensor3D; params: ParamTree };
      return weighed(run(weights, input));
    });
  });
});

test('linear attention says the same in chunks as at once', async () => {
  const { params, run } = make(linear);
  const x = noise([1, 70, width], 4) as Tensor3D;
  const [inChunks, atOnce] = [
    run(params, x),
    run(params, x, capture((name) => name.endsWith('pattern')).probe),
  ];
  const wanted = await atOnce.data();
  const worst = ((await inChunks.data()) as Float32Array).reduce(
    (most, value, index) => Math.max(most, Math.abs(value - (wanted[index] ?? Number.NaN))),
    0,
  );
  expect(worst).toBeLessThan(2e-5);
});
