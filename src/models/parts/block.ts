/**
 * A block: a token mixer and a channel mixer, each reading from and adding to the residual stream; in the decoder of
 * a two-stack model attention to the source stands between them.
 *
 * pre:      x + mixer(norm(x)), GPT-2; On Layer Normalization in the Transformer Architecture, Xiong et al. 2020,
 *           https://arxiv.org/abs/2002.04745
 * post:     norm(x + mixer(x)), Attention Is All You Need, Vaswani et al. 2017, and BERT
 * parallel: x + token mixer(norm(x)) + channel mixer(norm(x)), PaLM, Chowdhery et al. 2022, section 2,
 *           https://arxiv.org/abs/2204.02311
 *
 * | code           | symbol                                |
 * | -------------- | ------------------------------------- |
 * | resid_pre      | x_l, the stream before the block      |
 * | resid_mid      | the stream after the token mixer      |
 * | resid_cross    | the stream after attention to the source, where there is one |
 * | resid_post     | x_(l+1), the stream after it          |
 */
import type { RandomStream } from '../../random.ts';
import type { AttentionConfig, LayerConfig, ModelConfig } from '../config.ts';
import { sumOf } from '../kernels/index.ts';
import type { ParamTree } from '../params.ts';
import { type Probe, within } from '../probe.ts';
import type { Tensor3D } from '../tf.ts';
import { type AttentionParams, initAttention } from './attention.ts';
import type { AttentionState } from './attention-state.ts';
import { crossAttention, type Source } from './cross-attention.ts';
import {
  type Auxiliary,
  channelMixer,
  type Deviations,
  type MixerState,
  type TokenMixerInput,
  tokenMixer,
} from './mixers.ts';
import { type DepthParams, initDepth, mixtureOfDepths } from './mixture-of-depths.ts';
import { initNorm, type NormParams, norm } from './norm.ts';

export interface BlockOutput {
  /** [batch, seq, width] */
  readonly x: Tensor3D;
  readonly state?: MixerState;
  /** Keys and values of the source. */
  readonly cross?: AttentionState;
  readonly auxiliary?: Auxiliary;
}

export interface BlockInput extends TokenMixerInput {
  /** For layers with `cross`. */
  readonly source?: Source;
  readonly crossState?: AttentionState;
}

/** The choices of a model that its blocks see. */
export type BlockConfig = Pick<ModelConfig, 'width' | 'norm' | 'residual'>;

/** The parameters of a block as a tree whose names are those of the probes: `ln1`, `attn`, `ln2`, `mlp`. */
export function initBlock(
  config: BlockConfig,
  layer: LayerConfig,
  deviations: Deviations,
  random: RandomStream,
): ParamTree {
  const mixer = tokenMixer(layer.mixer);
  const channels = channelMixer(layer.channelMixer);
  const shared = config.norm.place === 'parallel';
  const hasNorms = config.norm.place !== 'none';
  return {
    ...(layer.depth ? { depth: { ...initDepth(config.width, deviations.input, random) } } : {}),
    ...(mixer && hasNorms ? { ln1: { ...initNorm(config.norm, config.width) } } : {}),
    ...(mixer ? { [mixer.scope]: mixer.init(layer.mixer, config.width, deviations, random) } : {}),
    ...(layer.cross ? initCross(config, layer.cross, deviations, random) : {}),
    ...(channels && hasNorms && !(shared && mixer)
      ? { ln2: { ...initNorm(config.norm, config.width) } }
      : {}),
    ...(channels
      ? { [channels.scope]: channels.init(layer.channelMixer, config.width, deviations, random) }
      : {}),
  };
}

function initCross(
  config: BlockConfig,
  cross: AttentionConfig,
  deviations: Deviations,
  random: RandomStream,
): { readonly [name: string]: ParamTree } {
  const params = initAttention(cross, config.width, deviations.input, deviations.output, random);
  return {
    ...(['parallel', 'none'].includes(config.norm.place)
      ? {}
      : { ln_cross: { ...initNorm(config.norm, config.width) } }),
    cross_attn: params as unknown as ParamTree,
  };
}

type BlockTree = { readonly [name: string]: ParamTree };

export function block(
  params: ParamTree,
  config: BlockConfig,
  layer: LayerConfig,
  input: BlockInput,
): BlockOutput {
  const tree = params as BlockTree;
  const run = (own: BlockInput) => places[config.norm.place](tree, config, layer, own);
  if (layer.depth === undefined) return run(input);
  return mixtureOfDepths(tree.depth as unknown as DepthParams, layer.depth, input, run);
}

type Place = (params: BlockTree, config: BlockConfig, layer: LayerConfig, input: BlockInput) => BlockOutput;

const places: Record<ModelConfig['norm']['place'], Place> = {
  pre: normBefore,
  // There are no norms to be found among the parameters.
  none: normBefore,
  post(params, config, layer, input) {
    const { probe } = input;
    const before = probe('resid_pre', input.x); // [batch, seq, width]
    const mixed = mixTokens(params, config, layer, { ...input, x: before }, before);
    const middle = probe('resid_mid', normed('ln1', mixed.x, params, config, probe)); // [batch, seq, width]
    const crossed = mixSource(
      params,
      config,
      layer,
      input,
      () => middle,
      middle,
      (x) => probe('resid_cross', normed('ln_cross', x, params, config, probe)),
    );
    const written = mixChannels(params, config, layer, () => crossed.x, crossed.x, probe);
    const after = normed('ln2', written.x, params, config, probe); // [batch, seq, width]
    return { ...mixed, ...crossed, ...written, x: probe('resid_post', after) };
  },
  parallel(params, config, layer, input) {
    const { probe } = input;
    const before = probe('resid_pre', input.x); // [batch, seq, width]
    const read = normed('ln1', before, params, config, probe); // [batch, seq, width]
    const mixed = mixTokens(params, config, layer, { ...input, x: read }, before);
    const crossed = mixSource(
      params,
      config,
      layer,
      input,
      () => read,
      mixed.x,
      (x) => x,
    );
    const written = mixChannels(params, config, layer, () => read, crossed.x, probe);
    return { ...mixed, ...crossed, ...written, x: probe('resid_post', written.x) };
  },
};

function normBefore(
  params: BlockTree,
  config: BlockConfig,
  layer: LayerConfig,
  input: BlockInput,
): BlockOutput {
  const { probe } = input;
  const before = probe('resid_pre', input.x); // [batch, seq, width]
  const mixed = mixTokens(
    params,
    config,
    layer,
    { ...input, x: normed('ln1', before, params, config, probe) },
    before,
  );
  const middle = probe('resid_mid', mixed.x); // [batch, seq, width]
  const crossRead = () => normed('ln_cross', middle, params, config, probe);
  const crossed = mixSource(params, config, layer, input, crossRead, middle, (x) => probe('resid_cross', x));
  const read = () => normed('ln2', crossed.x, params, config, probe);
  const written = mixChannels(params, config, layer, read, crossed.x, probe);
  return { ...mixed, ...crossed, ...written, x: probe('resid_post', written.x) };
}

/** [batch, seq, width]: the residual sum, or what was written alone where there is to be none. */
const joined = (stream: Tensor3D, written: Tensor3D, { residual = true }: BlockConfig): Tensor3D =>
  residual ? sumOf(stream, written) : written;

/** The norm called `name`, where the block has it: [batch, seq, width] -> the same shape. */
function normed(name: string, x: Tensor3D, params: BlockTree, config: BlockConfig, probe: Probe): Tensor3D {
  const own = params[name];
  return own === undefined ? x : norm(x, own as unknown as NormParams, config.norm, within(probe, name));
}

/** Adds what the token mixer makes of `input.x` to `stream`: [batch, seq, width]. */
function mixTokens(
  params: BlockTree,
  config: BlockConfig,
  layer: LayerConfig,
  input: TokenMixerInput,
  stream: Tensor3D,
): BlockOutput {
  const mixer = tokenMixer(layer.mixer);
  const own = mixer && params[mixer.scope];
  if (!mixer || own === undefined || own === null) return { x: stream };
  const { y, ...rest } = mixer.forward(own, layer.mixer, input);
  const written = input.probe(`${mixer.scope}_out`, y); // [batch, seq, width]
  return { ...rest, x: joined(stream, written, config) };
}

/** Adds what attention to the source makes of `read()` to `stream`, and lets `finish` have the sum: [batch, seq, width]. */
function mixSource(
  params: BlockTree,
  config: BlockConfig,
  layer: LayerConfig,
  { source, crossState, probe }: BlockInput,
  read: () => Tensor3D,
  stream: Tensor3D,
  finish: (sum: Tensor3D) => Tensor3D,
): Pick<BlockOutput, 'x' | 'cross'> {
  const own = params.cross_attn;
  if (layer.cross === undefined || own === undefined) return { x: stream };
  if (source === undefined) throw new Error('A layer with cross attention needs a source.');
  const { y, state } = crossAttention(own as unknown as AttentionParams, layer.cross, {
    x: read(),
    source,
    ...(crossState ? { state: crossState } : {}),
    probe: within(probe, 'cross_attn'),
  });
  const written = probe('cross_attn_out', y); // [batch, seq, width]
  return { x: finish(joined(stream, written, config)), cross: state };
}

/** Adds what the channel mixer makes of `read()` to `stream`: [batch, seq, width]. */
function mixChannels(
  params: BlockTree,
  config: BlockConfig,
  layer: LayerConfig,
  read: () => Tensor3D,
  stream: Tensor3D,
  probe: Probe,
): Pick<BlockOutput, 'x' | 'auxiliary'> {
  const mixer = channelMixer(layer.channelMixer);
  const own = mixer && params[mixer.scope];
  if (!mixer || own === undefined || own === null) return { x: stream };
  const { y, ...rest } = mixer.forward(own, layer.channelMixer, read(), probe);
  const written = probe(`${mixer.scope}_out`, y); // [batch, seq, width]
  return { ...rest, x: joined(stream, written, config) };
}
