/**
 * A stack of blocks between an embedding and a prediction of the next token: Language Models are Unsupervised
 * Multitask Learners, Radford et al. 2019 (GPT-2), and all that descend from it.
 *
 * | code           | symbol                                             |
 * | -------------- | -------------------------------------------------- |
 * | embed.tokens   | W_e (GPT), wte                                     |
 * | embed.positions.table | W_p (GPT), wpe                              |
 * | unembed        | the output matrix, absent where it is W_e (tied)   |
 * | logits         | the scores of every next token before the softmax  |
 */
import { randomStream } from '../../random.ts';
import type { ModelConfig } from '../config.ts';
import { embed } from '../kernels/index.ts';
import type { ParamTree } from '../params.ts';
import { block, initBlock } from '../parts/block.ts';
import { initLinear, type LinearParams, linear, normalTensor } from '../parts/linear.ts';
import type { MaskChoice } from '../parts/mask.ts';
import { type Deviations, type MixerState, tokenMixer } from '../parts/mixers.ts';
import { initNorm, type NormParams, norm } from '../parts/norm.ts';
import { initPosition, type PositionParams, positionEmbedding } from '../parts/position.ts';
import { noProbe, type Probe, within } from '../probe.ts';
import { add, matMul, reshape, type Tensor2D, type Tensor3D } from '../tf.ts';

export interface DecoderParams {
  readonly embed: { readonly tokens: Tensor2D; readonly positions?: PositionParams };
  readonly blocks: readonly ParamTree[];
  readonly ln_final?: NormParams;
  readonly unembed?: LinearParams;
}

/** What is kept of the tokens already read. A pure value: a step answers with the next one. */
export interface DecoderState {
  /** How many tokens have been read. */
  readonly position: number;
  readonly layers: readonly (MixerState | null)[];
}

export interface DecoderInputs {
  /** [batch, seq] of token ids, int32. */
  readonly tokens: Tensor2D;
  readonly mask?: MaskChoice;
}

export interface ForwardContext {
  readonly probe?: Probe;
  readonly state?: DecoderState;
}

export interface DecoderOutput {
  /** [batch, seq, vocabulary] */
  readonly logits: Tensor3D;
  readonly state?: DecoderState;
}

/**
 * First weights: normal with `initializerRange`, and what writes to the residual stream divided by the root of
 * the number of writes, as GPT-2 does (Radford et al. 2019, section 2.3).
 */
export function initDecoder(config: ModelConfig, seed: number): DecoderParams {
  const random = randomStream(seed);
  const input = config.initializerRange;
  const deviations: Deviations = { input, output: input / Math.sqrt(2 * Math.max(1, config.layers.length)) };
  const tokens = normalTensor<Tensor2D>([config.vocabulary, config.width], input, random); // [vocabulary, width]
  const positions = initPosition(config, input, random);
  return {
    embed: positions.table ? { tokens, positions } : { tokens },
    blocks: config.layers.map((layer) => initBlock(config, layer, deviations, random)),
    ...(config.finalNorm ? { ln_final: initNorm(config.norm, config.width) } : {}),
    ...initUnembedding(config, random),
  };
}

function initUnembedding(
  config: ModelConfig,
  random: ReturnType<typeof randomStream>,
): { unembed?: LinearParams } {
  if (config.tiedHead) return {};
  return {
    unembed: initLinear(config.width, config.vocabulary, config.headBias, config.initializerRange, random),
  };
}

/** An empty state for `batch` texts: [batch, ...] in each layer. */
export function emptyDecoderState(config: ModelConfig, batch: number): DecoderState {
  const layers = config.layers.map((layer) => {
    const mixer = tokenMixer(layer.mixer);
    return mixer ? mixer.emptyState(layer.mixer, batch, config.context) : null;
  });
  return { position: 0, layers };
}

export function decoder(
  params: DecoderParams,
  config: ModelConfig,
  inputs: DecoderInputs,
  context: ForwardContext = {},
): DecoderOutput {
  const { probe = noProbe, state } = context;
  const start = state?.position ?? 0;
  const length = inputs.tokens.shape[1];
  let x = embedTokens(params, config, inputs.tokens, start, probe); // [batch, seq, width]
  const layers: (MixerState | null)[] = [];
  config.layers.forEach((layer, index) => {
    const own = params.blocks[index];
    if (own === undefined) throw new Error(`The parameters of block ${index} are missing.`);
    const before = state?.layers[index];
    const output = block(own, config, layer, {
      x,
      start,
      position: config.position,
      mask: inputs.mask ?? {},
      ...(before ? { state: before } : {}),
      probe: within(probe, `blocks.${index}`),
    });
    x = output.x; // [batch, seq, width]
    layers.push(output.state ?? null);
  });
  if (params.ln_final) x = norm(x, params.ln_final, config.norm, within(probe, 'ln_final')); // [batch, seq, width]
  const logits = probe('logits', unembed(params, x)); // [batch, seq, vocabulary]
  return state ? { logits, state: { position: start + length, layers } } : { logits };
}

/** [batch, seq] -> [batch, seq, width] */
function embedTokens(
  params: DecoderParams,
  config: ModelConfig,
  tokens: Tensor2D,
  start: number,
  probe: Probe,
): Tensor3D {
  const embedded = probe('embed', embed(params.embed.tokens, tokens)); // [batch, seq, width]
  const positions = positionEmbedding(params.embed.positions ?? {}, config, start, tokens.shape[1]);
  if (positions === null) return embedded;
  return add(embedded, probe('pos_embed', positions)) as Tensor3D; // [batch, seq, width]
}

/** [batch, seq, width] -> [batch, seq, vocabulary] */
function unembed(params: DecoderParams, x: Tensor3D): Tensor3D {
  if (params.unembed) return linear(x, params.unembed);
  const [batch, length, width] = x.shape;
  const tokens = params.embed.tokens; // [vocabulary, width]
  const logits = matMul(reshape(x, [batch * length, width]), tokens, false, true); // [batch x seq, vocabulary]
  return reshape(logits, [batch, length, tokens.shape[0]]) as Tensor3D; // [batch, seq, vocabulary]
}
