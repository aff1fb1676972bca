/**
 * A second opinion: a decoder of attention and dense layers as plain loops on numbers, one position at a time, written
 * from the papers' equations and sharing no code with `src/models` but the names of its parameters.
 */
import type { Activation, AttentionConfig, FeedForwardConfig, ModelConfig } from '../../src/models/config.ts';

export type Matrices = ReadonlyMap<
  string,
  { readonly shape: readonly number[]; readonly data: ArrayLike<number> }
>;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const at = (values: ArrayLike<number>, index: number): number => values[index] ?? Number.NaN;
const plus = (a: readonly number[], b: readonly number[]): number[] =>
  a.map((value, index) => value + at(b, index));

/** Abramowitz and Stegun 7.1.5: the series of the error function, exact for the small values of a test. */
function erf(x: number): number {
  let term = x;
  let total = x;
  for (let n = 1; n < 80; n++) {
    term *= (-x * x) / n;
    total += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * total;
}

const activations: Record<Activation, (x: number) => number> = {
  identity: (x) => x,
  relu: (x) => Math.max(0, x),
  gelu: (x) => (x / 2) * (1 + erf(x / Math.SQRT2)),
  'gelu-tanh': (x) => (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  silu: (x) => x / (1 + Math.exp(-x)),
};

/** The logits of every position of one text. */
export function plainDecoder(config: ModelConfig, params: Matrices, ids: readonly number[]): number[][] {
  const vector = (name: string): number[] | null => {
    const found = params.get(name);
    return found ? Array.from(found.data) : null;
  };
  const row = (name: string, index: number): number[] => {
    const { shape, data } = params.get(name) ?? { shape: [0, 0], data: [] };
    const width = at(shape, 1);
    return Array.from({ length: width }, (_, column) => at(data, index * width + column));
  };
  const linear = (x: readonly number[], name: string): number[] => {
    const bias = vector(`${name}.bias`);
    const { shape } = params.get(`${name}.weight`) ?? { shape: [0, 0] };
    const rows = x.map((_, index) => row(`${name}.weight`, index));
    return Array.from(
      { length: at(shape, 1) },
      (_, column) =>
        sum(x.map((value, index) => value * at(rows[index] ?? [], column))) + (bias ? at(bias, column) : 0),
    );
  };
  const norm = (x: readonly number[], name: string): number[] => {
    const [gain, bias] = [vector(`${name}.gain`) ?? [], vector(`${name}.bias`)];
    const mean = config.norm.kind === 'layer' ? sum([...x]) / x.length : 0;
    const variance = sum(x.map((value) => (value - mean) ** 2)) / x.length;
    const root = Math.sqrt(variance + config.norm.epsilon);
    return x.map((value, index) => ((value - mean) / root) * at(gain, index) + (bias ? at(bias, index) : 0));
  };

  /** The score's bias for one head, by the distance from key to query. */
  const scoreBias = (head: number, heads: number, distance: number): number => {
    const { position } = config;
    if (position.kind === 'alibi') return -(2 ** ((-8 * (head + 1)) / heads)) * distance;
    if (position.kind !== 'buckets') return 0;
    const exact = position.buckets / 2;
    const share = Math.log(distance / exact) / Math.log(position.maximumDistance / exact);
    const far = Math.min(position.buckets - 1, exact + Math.floor(share * exact));
    return at(row('embed.positions.table', distance < exact ? distance : far), head);
  };
  /** RoFormer's turn of dimension i together with i + d/2. */
  const turned = (x: number[], place: number): number[] => {
    if (config.position.kind !== 'rotary') return x;
    const half = x.length / 2;
    const { base } = config.position;
    return x.map((value, index) => {
      const angle = place / base ** ((index % half) / half);
      const other = index < half ? -at(x, index + half) : at(x, index - half);
      return value * Math.cos(angle) + other * Math.sin(angle);
    });
  };
  const attention = (xs: readonly number[][], mixer: AttentionConfig, name: string): number[][] => {
    const { heads, keyValueHeads, headSize, window } = mixer;
    const cut = (x: number[], head: number) => x.slice(head * headSize, (head + 1) * headSize);
    const [queries, keys, values] = ['query', 'key', 'value'].map((part) =>
      xs.map((x) => linear(x, `${name}.${part}`)),
    );
    return xs.map((_, query) => {
      const z = Array.from({ length: heads }, (__, head) => {
        const shared = Math.floor((head * keyValueHeads) / heads);
        const q = turned(cut(queries?.[query] ?? [], head), query);
        const first = window === null ? 0 : Math.max(0, query - window + 1);
        const seen = Array.from({ length: query - first + 1 }, (___, index) => first + index);
        const weights = seen.map((key) => {
          const k = turned(cut(keys?.[key] ?? [], shared), key);
          const score = sum(q.map((value, index) => value * at(k, index)));
          return Math.exp(
            (mixer.scaled ? score / Math.sqrt(headSize) : score) + scoreBias(head, heads, query - key),
          );
        });
        const total = sum(weights);
        const mixed = new Array<number>(headSize).fill(0);
        seen.forEach((key, index) => {
          cut(values?.[key] ?? [], shared).forEach((value, column) => {
            mixed[column] = at(mixed, column) + (at(weights, index) / total) * value;
          });
        });
        return mixed;
      });
      return linear(z.flat(), `${name}.output`);
    });
  };
  const feedForward = (
    x: readonly number[],
    { activation, gated }: FeedForwardConfig,
    name: string,
  ): number[] => {
    const f = activations[activation];
    const inner = linear(x, `${name}.in`);
    const post = gated
      ? linear(x, `${name}.gate`).map((value, index) => f(value) * at(inner, index))
      : inner.map(f);
    return linear(post, `${name}.out`);
  };

  let xs = ids.map((id, place) => {
    const embedded = row('embed.tokens', id);
    if (config.position.kind === 'learned') {
      return plus(embedded, row('embed.positions.table', place + config.position.offset));
    }
    if (config.position.kind !== 'sinusoidal') return embedded;
    return embedded.map((value, index) => {
      const angle = place / 10000 ** ((2 * Math.floor(index / 2)) / embedded.length);
      return value + (index % 2 === 0 ? Math.sin(angle) : Math.cos(angle));
    });
  });
  config.layers.forEach(({ mixer, channelMixer }, index) => {
    if (mixer.kind !== 'attention' || channelMixer.kind !== 'feed-forward')
      throw new Error('Not a dense layer.');
    const name = `blocks.${index}`;
    const [place, before] = [config.norm.place, xs];
    const unread = place === 'post' || place === 'none';
    const read = unread ? xs : xs.map((x) => norm(x, `${name}.ln1`));
    const joined = (stream: number[], written: number[]): number[] =>
      config.residual === false ? written : plus(stream, written);
    const mixed = attention(read, mixer, `${name}.attn`);
    xs = before.map((x, position) => {
      const summed = joined(x, mixed[position] ?? []);
      const middle = place === 'post' ? norm(summed, `${name}.ln1`) : summed;
      const reads = {
        pre: () => norm(middle, `${name}.ln2`),
        post: () => middle,
        none: () => middle,
        parallel: () => read[position] ?? [],
      };
      const after = joined(middle, feedForward(reads[place](), channelMixer, `${name}.mlp`));
      return place === 'post' ? norm(after, `${name}.ln2`) : after;
    });
  });
  return xs.map((x) => {
    const last = (config.finalNorm ? norm(x, 'ln_final') : x).map((value) => value * (config.headScale ?? 1));
    if (!config.tiedHead) return linear(last, 'unembed');
    return Array.from({ length: config.vocabulary }, (_, id) => {
      const column = row('embed.tokens', id);
      return sum(last.map((value, index) => value * at(column, index)));
    });
  });
}
