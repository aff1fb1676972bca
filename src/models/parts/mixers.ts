/**
 * The two tables from which a block is built. A token mixer moves information between positions, a channel mixer
 * works on each position alone; a new part is one more row here.
 */
import type { RandomStream } from '../../random.ts';
import type {
  AttentionConfig,
  ChannelMixerConfig,
  FeedForwardConfig,
  GruConfig,
  HyenaConfig,
  LatentAttentionConfig,
  LinearAttentionConfig,
  MambaConfig,
  MixtureConfig,
  ModelConfig,
  PositionConfig,
  TokenMixerConfig,
} from '../config.ts';
import type { ParamTree } from '../params.ts';
import { type Probe, within } from '../probe.ts';
import type { Tensor3D } from '../tf.ts';
import { type AttentionParams, attention, initAttention } from './attention.ts';
import { type AttentionState, emptyAttentionState } from './attention-state.ts';
import { type FeedForwardParams, feedForward, initFeedForward } from './feed-forward.ts';
import { emptyGruState, type GruParams, type GruState, gru, initGru } from './gru.ts';
import { emptyHyenaState, type HyenaParams, type HyenaState, hyena, initHyena } from './hyena.ts';
import {
  emptyLatentState,
  initLatentAttention,
  type LatentAttentionParams,
  type LatentAttentionState,
  latentAttention,
} from './latent-attention.ts';
import {
  emptyLinearAttentionState,
  initLinearAttention,
  type LinearAttentionParams,
  type LinearAttentionState,
  linearAttention,
} from './linear-attention.ts';
import { emptyMambaState, initMamba, type MambaParams, type MambaState, mamba } from './mamba.ts';
import type { MaskChoice } from './mask.ts';
import { initMixture, type MixtureAuxiliary, type MixtureParams, mixture } from './moe.ts';
import { tokenMask } from './padding.ts';
import type { ScoreBias } from './position.ts';

/** Standard deviations of the first weights: of maps into a part, and of those that write to the residual stream. */
export interface Deviations {
  readonly input: number;
  readonly output: number;
  /** For parts with deviations of their own: what those of maps that write to the stream are multiplied by. */
  readonly outputScale: number;
}

export interface TokenMixerInput {
  /** [batch, seq, width] */
  readonly x: Tensor3D;
  readonly start: number;
  readonly position: PositionConfig;
  readonly bias: ScoreBias;
  readonly mask: MaskChoice;
  readonly state?: MixerState;
  readonly probe: Probe;
}

/** What a token mixer keeps of the tokens already read: a tree of tensors, replaced at each step. */
export type MixerState =
  | AttentionState
  | MambaState
  | HyenaState
  | LinearAttentionState
  | LatentAttentionState
  | GruState;

export interface TokenMixerOutput {
  /** [batch, seq, width] */
  readonly y: Tensor3D;
  readonly state?: MixerState;
}

export interface TokenMixer<Config> {
  /** The name of the part in parameters and probes, e.g. `attn` in `blocks.0.attn.q`. */
  readonly scope: string;
  init(config: Config, width: number, deviations: Deviations, random: RandomStream): ParamTree;
  forward(params: ParamTree, config: Config, input: TokenMixerInput): TokenMixerOutput;
  /** Of texts of which nothing has been read, in a model of this width and context. */
  emptyState(config: Config, batch: number, model: Pick<ModelConfig, 'width' | 'context'>): MixerState;
}

export interface ChannelMixer<Config> {
  readonly scope: string;
  init(config: Config, width: number, deviations: Deviations, random: RandomStream): ParamTree;
  forward(params: ParamTree, config: Config, x: Tensor3D, probe: Probe): ChannelMixerOutput;
}

/** Terms that training adds to the loss, already multiplied by their coefficients. */
export type Auxiliary = MixtureAuxiliary;

export interface ChannelMixerOutput {
  /** [batch, seq, width] */
  readonly y: Tensor3D;
  readonly auxiliary?: Auxiliary;
}

type TokenMixers = {
  readonly [K in Exclude<TokenMixerConfig['kind'], 'none'>]: TokenMixer<
    Extract<TokenMixerConfig, { kind: K }>
  >;
};
type ChannelMixers = {
  readonly [K in Exclude<ChannelMixerConfig['kind'], 'none'>]: ChannelMixer<
    Extract<ChannelMixerConfig, { kind: K }>
  >;
};

const attentionMixer: TokenMixer<AttentionConfig> = {
  scope: 'attn',
  init: (config, width, deviations, random) =>
    initAttention(config, width, deviations.input, deviations.output, random) as unknown as ParamTree,
  forward: (params, config, { state, probe, ...input }) =>
    attention(params as unknown as AttentionParams, config, {
      ...input,
      probe: within(probe, 'attn'),
      ...(state ? { state: state as AttentionState } : {}),
    }),
  emptyState: (config, batch, { context }) => emptyAttentionState(config, batch, context),
};

const feedForwardMixer: ChannelMixer<FeedForwardConfig> = {
  scope: 'mlp',
  init: (config, width, deviations, random) =>
    initFeedForward(config, width, deviations.input, deviations.output, random) as unknown as ParamTree,
  forward: (params, config, x, probe) => ({
    y: feedForward(x, params as unknown as FeedForwardParams, config, within(probe, 'mlp')),
  }),
};

const mixtureMixer: ChannelMixer<MixtureConfig> = {
  scope: 'moe',
  init: (config, width, deviations, random) =>
    initMixture(config, width, deviations.input, deviations.output, random) as unknown as ParamTree,
  forward: (params, config, x, probe) =>
    mixture(x, params as unknown as MixtureParams, config, within(probe, 'moe')),
};

const mambaMixer: TokenMixer<MambaConfig> = {
  scope: 'ssm',
  init: (config, width, deviations, random) =>
    initMamba(config, width, deviations.outputScale, random) as unknown as ParamTree,
  forward: (params, config, input) =>
    mamba(params as unknown as MambaParams, config, of<MambaState>(input, 'ssm')),
  emptyState: emptyMambaState,
};

const hyenaMixer: TokenMixer<HyenaConfig> = {
  scope: 'hyena',
  init: (config, width, deviations, random) =>
    initHyena(config, width, deviations.output, random) as unknown as ParamTree,
  forward: (params, config, input) =>
    hyena(params as unknown as HyenaParams, config, {
      ...of<HyenaState>(input, 'hyena'),
      start: input.start,
    }),
  emptyState: (config, batch, { width }) => emptyHyenaState(config, width, batch),
};

const linearAttentionMixer: TokenMixer<LinearAttentionConfig> = {
  scope: 'linear_attn',
  init: (config, width, deviations, random) =>
    initLinearAttention(config, width, deviations.input, deviations.output, random) as unknown as ParamTree,
  forward: (params, config, input) =>
    linearAttention(
      params as unknown as LinearAttentionParams,
      config,
      of<LinearAttentionState>(input, 'linear_attn'),
    ),
  emptyState: emptyLinearAttentionState,
};

const latentAttentionMixer: TokenMixer<LatentAttentionConfig> = {
  scope: 'latent_attn',
  init: (config, width, deviations, random) =>
    initLatentAttention(config, width, deviations.input, deviations.output, random) as unknown as ParamTree,
  forward: (params, config, { x, start, mask, state, probe }) =>
    latentAttention(params as unknown as LatentAttentionParams, config, {
      x,
      start,
      mask,
      probe: within(probe, 'latent_attn'),
      ...(state ? { state: state as LatentAttentionState } : {}),
    }),
  emptyState: (config, batch, { context }) => emptyLatentState(config, batch, context),
};

const gruMixer: TokenMixer<GruConfig> = {
  scope: 'gru',
  init: (config, width, deviations, random) =>
    initGru(config, width, deviations.output, random) as unknown as ParamTree,
  forward: (params, config, input) => gru(params as unknown as GruParams, config, of<GruState>(input, 'gru')),
  emptyState: emptyGruState,
};

interface OwnInput<State> {
  readonly x: Tensor3D;
  /** 1 for a token and 0 for padding: [batch, seq, 1]; null where nothing is padded. */
  readonly isToken: Tensor3D | null;
  readonly state?: State;
  readonly probe: Probe;
}

/** What a mixer without masks of pairs and without positions reads; the state is the one that its own `emptyState` began. */
function of<State extends MixerState>(
  { x, start, mask, state, probe }: TokenMixerInput,
  scope: string,
): OwnInput<State> {
  const isToken = tokenMask(mask, start, x.shape[1]); // [batch, seq, 1]
  return { x, isToken, probe: within(probe, scope), ...(state ? { state: state as State } : {}) };
}

const tokenMixers: TokenMixers = {
  attention: attentionMixer,
  mamba: mambaMixer,
  hyena: hyenaMixer,
  'linear-attention': linearAttentionMixer,
  'latent-attention': latentAttentionMixer,
  gru: gruMixer,
};
const channelMixers: ChannelMixers = { 'feed-forward': feedForwardMixer, 'mixture-of-experts': mixtureMixer };

/** The part for a choice, or null for the choice to have none. */
export function tokenMixer<C extends TokenMixerConfig>(config: C): TokenMixer<C> | null {
  if (config.kind === 'none') return null;
  return tokenMixers[config.kind] as unknown as TokenMixer<C>;
}

export function channelMixer<C extends ChannelMixerConfig>(config: C): ChannelMixer<C> | null {
  if (config.kind === 'none') return null;
  return channelMixers[config.kind] as unknown as ChannelMixer<C>;
}
