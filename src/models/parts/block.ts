/**
 * A block: a token mixer and a channel mixer, each reading from and adding to the residual stream.
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
 * | resid_mid      | the stream between its two mixers     |
 * | resid_post     | x_(l+1), the stream after it          |
 */
import type { RandomStream } from '../../random.ts';
import type { LayerConfig, ModelConfig } from '../config.ts';
import type { ParamTree } from '../params.ts';
import { type Probe, within } from '../probe.ts';
import { add, type Tensor3D } from '../tf.ts';
import {
  channelMixer,
  type Deviations,
  type MixerState,
  type TokenMixerInput,
  tokenMixer,
} from './mixers.ts';
import { initNorm, type NormParams, norm } from './norm.ts';

export interface BlockOutput {
  /** [batch, seq, width] */
  readonly x: Tensor3D;
  readonly state?: MixerState;
}

/** The parameters of a block as a tree whose names are those of the probes: `ln1`, `attn`, `ln2`, `mlp`. */
export function initBlock(
  config: ModelConfig,
  layer: LayerConfig,
  deviations: Deviations,
  random: RandomStream,
): ParamTree {
  const mixer = tokenMixer(layer.mixer);
  const channels = channelMixer(layer.channelMixer);
  const shared = config.norm.place === 'parallel';
  return {
    ...(mixer ? { ln1: { ...initNorm(config.norm, config.width) } } : {}),
    ...(mixer ? { [mixer.scope]: mixer.init(layer.mixer, config.width, deviations, random) } : {}),
    ...(channels && !(shared && mixer) ? { ln2: { ...initNorm(config.norm, config.width) } } : {}),
    ...(channels
      ? { [channels.scope]: channels.init(layer.channelMixer, config.width, deviations, random) }
      : {}),
  };
}

type BlockTree = { readonly [name: string]: ParamTree };

export function block(
  params: ParamTree,
  config: ModelConfig,
  layer: LayerConfig,
  input: TokenMixerInput,
): BlockOutput {
  return places[config.norm.place](params as BlockTree, config, layer, input);
}

type Place = (
  params: BlockTree,
  config: ModelConfig,
  layer: LayerConfig,
  input: TokenMixerInput,
) => BlockOutput;

const places: Record<ModelConfig['norm']['place'], Place> = {
  pre(params, config, layer, input) {
    const { probe } = input;
    const before = probe('resid_pre', input.x); // [batch, seq, width]
    const mixed = mixTokens(
      params,
      layer,
      { ...input, x: normed('ln1', before, params, config, probe) },
      before,
    );
    const middle = probe('resid_mid', mixed.x); // [batch, seq, width]
    const read = () => normed('ln2', middle, params, config, probe);
    return { ...mixed, x: probe('resid_post', mixChannels(params, layer, read, middle, probe)) };
  },
  post(params, config, layer, input) {
    const { probe } = input;
    const before = probe('resid_pre', input.x); // [batch, seq, width]
    const mixed = mixTokens(params, layer, { ...input, x: before }, before);
    const middle = probe('resid_mid', normed('ln1', mixed.x, params, config, probe)); // [batch, seq, width]
    const summed = mixChannels(params, layer, () => middle, middle, probe); // [batch, seq, width]
    return { ...mixed, x: probe('resid_post', normed('ln2', summed, params, config, probe)) };
  },
  parallel(params, config, layer, input) {
    const { probe } = input;
    const before = probe('resid_pre', input.x); // [batch, seq, width]
    const read = normed('ln1', before, params, config, probe); // [batch, seq, width]
    const mixed = mixTokens(params, layer, { ...input, x: read }, before);
    return {
      ...mixed,
      x: probe(
        'resid_post',
        mixChannels(params, layer, () => read, mixed.x, probe),
      ),
    };
  },
};

/** The norm called `name`, where the block has it: [batch, seq, width] -> the same shape. */
function normed(name: string, x: Tensor3D, params: BlockTree, config: ModelConfig, probe: Probe): Tensor3D {
  const own = params[name];
  return own === undefined ? x : norm(x, own as unknown as NormParams, config.norm, within(probe, name));
}

/** Adds what the token mixer makes of `input.x` to `stream`: [batch, seq, width]. */
function mixTokens(
  params: BlockTree,
  layer: LayerConfig,
  input: TokenMixerInput,
  stream: Tensor3D,
): BlockOutput {
  const mixer = tokenMixer(layer.mixer);
  const own = mixer && params[mixer.scope];
  if (!mixer || own === undefined || own === null) return { x: stream };
  const { y, ...rest } = mixer.forward(own, layer.mixer, input);
  const written = input.probe(`${mixer.scope}_out`, y); // [batch, seq, width]
  return { ...rest, x: add(stream, written) as Tensor3D };
}

/** Adds what the channel mixer makes of `read()` to `stream`: [batch, seq, width]. */
function mixChannels(
  params: BlockTree,
  layer: LayerConfig,
  read: () => Tensor3D,
  stream: Tensor3D,
  probe: Probe,
): Tensor3D {
  const mixer = channelMixer(layer.channelMixer);
  const own = mixer && params[mixer.scope];
  if (!mixer || own === undefined || own === null) return stream;
  const written = probe(`${mixer.scope}_out`, mixer.forward(own, layer.channelMixer, read(), probe)); // [batch, seq, width]
  return add(stream, written) as Tensor3D;
}
