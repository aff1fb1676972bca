/**
 * The two tables from which a block is built. A token mixer moves information between positions, a channel mixer
 * works on each position alone; a new part is one more row here.
 */
import type { RandomStream } from '../../random.ts';
import type {
  AttentionConfig,
  ChannelMixerConfig,
  FeedForwardConfig,
  MixtureConfig,
  PositionConfig,
  TokenMixerConfig,
} from '../config.ts';
import type { ParamTree } from '../params.ts';
import { type Probe, within } from '../probe.ts';
import type { Tensor3D } from '../tf.ts';
import { type AttentionParams, attention, initAttention } from './attention.ts';
import { type AttentionState, emptyAttentionState } from './attention-state.ts';
import { type FeedForwardParams, feedForward, initFeedForward } from './feed-forward.ts';
import type { MaskChoice } from './mask.ts';
import { initMixture, type MixtureAuxiliary, type MixtureParams, mixture } from './moe.ts';
import type { ScoreBias } from './position.ts';

/** Standard deviations of the first weights: of maps into a part, and of those that write to the residual stream. */
export interface Deviations {
  readonly input: number;
  readonly output: number;
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
export type MixerState = AttentionState;

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
  emptyState(config: Config, batch: number, context: number): MixerState;
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
  forward: (params, config, input) =>
    attention(params as unknown as AttentionParams, config, { ...input, probe: within(input.probe, 'attn') }),
  emptyState: emptyAttentionState,
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

const tokenMixers: TokenMixers = { attention: attentionMixer };
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
