/**
 * What each mixer costs, by arithmetic on its choices: parameters, operations, what it keeps of the text.
 * A multiplication with its addition counts as two operations; norms, activations and softmax, which are few, count 0.
 */
import type {
  AttentionConfig,
  ChannelMixerConfig,
  FeedForwardConfig,
  MixtureConfig,
  TokenMixerConfig,
} from '../config.ts';
import { seenKeys } from '../parts/sparse-patterns.ts';

/** The part of a model that parameters belong to. */
export type Part =
  | 'embedding'
  | 'positions'
  | 'segments'
  | 'attention'
  | 'cross-attention'
  | 'mamba'
  | 'hyena'
  | 'linear-attention'
  | 'latent-attention'
  | 'gru'
  | 'feed-forward'
  | 'experts'
  | 'router'
  | 'norms'
  | 'head'
  | 'pooler'
  | 'adapters';

export interface PartCount {
  readonly part: Part;
  /** Of all the part's parameters those that work on one token. */
  readonly active: number;
  readonly total: number;
}

/** Which positions are read now: `tokens` of them, after `start` that were read before. */
export interface Reading {
  readonly start: number;
  readonly tokens: number;
}

interface Cost<Config> {
  parameters(config: Config, width: number): PartCount[];
  /** Operations of maps that each token passes on its own. */
  maps(config: Config, width: number): number;
  /** Operations between positions. */
  mixing(config: Config, width: number, reading: Reading): number;
  /** Numbers kept after `length` tokens, so that the next can be read without them. */
  state(config: Config, width: number, length: number): number;
  /** Numbers a token that the backward pass needs, in a text of `length` tokens; nothing is recomputed. */
  activations(config: Config, width: number, length: number): number;
}

export const map = (inputs: number, outputs: number, bias: boolean): number =>
  inputs * outputs + (bias ? outputs : 0);

const all = (part: Part, total: number): PartCount => ({ part, total, active: total });

/** Pairs of a query and a key that it sees. */
export function seenPairs(
  { causal, window, sparse }: Pick<AttentionConfig, 'causal' | 'window' | 'sparse'>,
  { start, tokens }: Reading,
): number {
  if (sparse) {
    let sum = 0;
    for (let query = start; query < start + tokens; query++) sum += seenKeys(sparse, query);
    return sum;
  }
  if (!causal) {
    const length = start + tokens;
    return tokens * Math.min(length, window === null ? length : 2 * window - 1);
  }
  const growing = window === null ? tokens : Math.min(tokens, Math.max(0, window - start));
  return growing * start + (growing * (growing + 1)) / 2 + (tokens - growing) * (window ?? 0);
}

const attention: Cost<AttentionConfig> = {
  parameters: (config, width) => [all('attention', attentionParameters(config, width))],
  maps: ({ heads, keyValueHeads, headSize }, width) => 2 * width * headSize * (2 * heads + 2 * keyValueHeads),
  // Scores, and the sum of the values by them.
  mixing: (config, _width, reading) => 4 * config.heads * config.headSize * seenPairs(config, reading),
  state: ({ keyValueHeads, headSize, window }, _width, length) =>
    2 * keyValueHeads * headSize * Math.min(length, window ?? length),
  activations: ({ heads, keyValueHeads, headSize }, width, length) =>
    width + headSize * (2 * heads + 2 * keyValueHeads) + heads * length,
};

export const attentionParameters = (
  { heads, keyValueHeads, headSize, bias, outputBias }: AttentionConfig,
  width: number,
): number =>
  map(width, heads * headSize, bias) +
  2 * map(width, keyValueHeads * headSize, bias) +
  map(heads * headSize, width, outputBias);

type MixerOf<K extends TokenMixerConfig['kind']> = Extract<TokenMixerConfig, { kind: K }>;

const mamba: Cost<MixerOf<'mamba'>> = {
  parameters: ({ inner, states, taps, deltaRank, selective, gated = true, bias, convolutionBias }, width) => {
    const select = selective
      ? map(inner, deltaRank + 2 * states, false) + map(deltaRank, inner, true)
      : 2 * inner * states + inner;
    const conv = inner * taps + (convolutionBias ? inner : 0);
    const core = inner * states + inner; // A and D
    return [
      all(
        'mamba',
        map(width, (gated ? 2 : 1) * inner, bias) + conv + select + core + map(inner, width, bias),
      ),
    ];
  },
  maps: ({ inner, states, taps, deltaRank, selective, gated = true }, width) =>
    2 *
    ((gated ? 3 : 2) * width * inner + inner * taps + (selective ? inner * (2 * deltaRank + 2 * states) : 0)),
  // exp(delta A) h + delta B x, then C h: three products and two sums for each number of the state, and the skip.
  mixing: ({ inner, states }, _width, { tokens }) => tokens * inner * (7 * states + 2),
  state: ({ inner, states, taps }) => inner * (states + taps - 1),
  activations: ({ inner, states, deltaRank }, width) => width + 6 * inner + deltaRank + 2 * states,
};

/** Two transforms there, one back, of twice the length, at 5 n log2 n operations (Cooley and Tukey) and a product. */
export function convolutionOperations(length: number): number {
  const points = 2 ** Math.ceil(Math.log2(Math.max(2, 2 * length)));
  return 3 * 5 * points * Math.log2(points) + 6 * points;
}

const hyena: Cost<MixerOf<'hyena'>> = {
  parameters: ({ order, taps, filterWidth, filterLayers, bands }, width) => {
    const inside = (order + 1) * width;
    const layers =
      map(1 + 2 * bands, filterWidth, true) + (filterLayers - 1) * map(filterWidth, filterWidth, true);
    const filter = layers + filterWidth + map(filterWidth, order * width, false) + order * width;
    return [
      all('hyena', map(width, inside, true) + map(taps, inside, true) + filter + map(width, width, true)),
    ];
  },
  maps: ({ order, taps }, width) => 2 * width * ((order + 1) * (width + taps) + width),
  mixing({ order, filterWidth, filterLayers, bands }, width, { start, tokens }) {
    // A text is convolved whole; one more token is a product with all that came before.
    if (start > 0) return tokens * order * width * (2 * start + tokens + 2);
    const filters = 2 * filterWidth * (1 + 2 * bands + (filterLayers - 1) * filterWidth + order * width);
    return order * width * (convolutionOperations(tokens) + 3 * tokens) + tokens * filters;
  },
  state: ({ order, taps }, width, length) => order * width * length + (taps - 1) * (order + 1) * width,
  activations: ({ order, filterWidth, filterLayers }, width) =>
    width + (order + 1) * 2 * width + order * 3 * width + filterLayers * filterWidth,
};

const linearAttention: Cost<MixerOf<'linear-attention'>> = {
  parameters: ({ heads, headSize, bias }, width) => [
    all('linear-attention', 3 * map(width, heads * headSize, bias) + map(heads * headSize, width, bias)),
  ],
  maps: ({ heads, headSize }, width) => 8 * width * heads * headSize,
  // The memory gains k v and answers q, as does the total.
  mixing: ({ heads, headSize }, _width, { tokens }) =>
    tokens * heads * (4 * headSize * headSize + 4 * headSize),
  state: ({ heads, headSize }) => heads * headSize * (headSize + 1),
  activations: ({ heads, headSize }, width) => width + 6 * heads * headSize,
};

const latentAttention: Cost<MixerOf<'latent-attention'>> = {
  parameters: ({ heads, headSize, latent, bias }, width) => {
    const inner = heads * headSize;
    const kept = map(width, latent, bias) + 2 * map(latent, inner, bias);
    return [all('latent-attention', map(width, inner, bias) + kept + map(inner, width, bias))];
  },
  maps: ({ heads, headSize, latent }, width) =>
    2 * (2 * width * heads * headSize + width * latent + 2 * latent * heads * headSize),
  mixing: ({ heads, headSize }, _width, reading) =>
    4 * heads * headSize * seenPairs({ causal: true, window: null }, reading),
  state: ({ latent }, _width, length) => latent * length,
  activations: ({ heads, headSize, latent }, width, length) =>
    width + latent + 4 * heads * headSize + heads * length,
};

const gru: Cost<MixerOf<'gru'>> = {
  parameters: ({ hidden }, width) => [
    all('gru', map(width, 3 * hidden, true) + 3 * hidden * hidden + map(hidden, width, true)),
  ],
  maps: ({ hidden }, width) => 8 * width * hidden,
  mixing: ({ hidden }, _width, { tokens }) => 6 * tokens * hidden * hidden,
  state: ({ hidden }) => hidden,
  activations: ({ hidden }, width) => width + 6 * hidden,
};

/** What works on each position alone mixes nothing and keeps nothing. */
const alone = { mixing: () => 0, state: () => 0 };

const none: Cost<{ readonly kind: 'none' }> = {
  ...alone,
  parameters: () => [],
  maps: () => 0,
  activations: () => 0,
};

const denseParameters = ({ hidden, gated, bias }: Omit<FeedForwardConfig, 'kind'>, width: number): number =>
  (gated ? 2 : 1) * map(width, hidden, bias) + map(hidden, width, bias);

const denseMaps = ({ hidden, gated }: Omit<FeedForwardConfig, 'kind'>, width: number): number =>
  2 * width * hidden * (gated ? 3 : 2);

const denseActivations = ({ hidden, gated }: Omit<FeedForwardConfig, 'kind'>, width: number): number =>
  width + hidden * (gated ? 3 : 2);

const feedForward: Cost<FeedForwardConfig> = {
  ...alone,
  parameters: (config, width) => [all('feed-forward', denseParameters(config, width))],
  maps: denseMaps,
  activations: denseActivations,
};

const mixture: Cost<MixtureConfig> = {
  ...alone,
  parameters(config, width) {
    const one = denseParameters(config, width);
    return [
      { part: 'experts', total: config.experts * one, active: config.chosen * one },
      all('router', map(width, config.experts, false)),
    ];
  },
  maps: (config, width) => config.chosen * denseMaps(config, width) + 2 * width * config.experts,
  activations: (config, width) =>
    width + config.chosen * denseActivations(config, width) + 2 * config.experts,
};

type Costs = {
  readonly [K in TokenMixerConfig['kind'] | ChannelMixerConfig['kind']]: Cost<
    Extract<TokenMixerConfig | ChannelMixerConfig, { kind: K }>
  >;
};

const costs: Costs = {
  none,
  attention,
  mamba,
  hyena,
  'linear-attention': linearAttention,
  'latent-attention': latentAttention,
  gru,
  'feed-forward': feedForward,
  'mixture-of-experts': mixture,
};

/** What a mixer costs in a model of this width. */
export interface MixerCost {
  readonly parameters: readonly PartCount[];
  readonly maps: number;
  mixing(reading: Reading): number;
  state(length: number): number;
  activations(length: number): number;
}

export function mixerCost(config: TokenMixerConfig | ChannelMixerConfig, width: number): MixerCost {
  const cost = costs[config.kind] as Cost<typeof config>;
  return {
    parameters: cost.parameters(config, width),
    maps: cost.maps(config, width),
    mixing: (reading) => cost.mixing(config, width, reading),
    state: (length) => cost.state(config, width, length),
    activations: (length) => cost.activations(config, width, length),
  };
}
