/**
 * What every stack is: embeddings, blocks one after the other, a last norm. A decoder, an encoder and both halves of
 * an encoder-decoder are this with other choices.
 *
 * | code                  | symbol or name                                    |
 * | --------------------- | ------------------------------------------------- |
 * | embed.tokens          | W_e (GPT), wte; shared by both halves of T5, BART |
 * | embed.positions.table | W_p (GPT), wpe; T5's relative buckets             |
 * | embed.segments        | token type embeddings (BERT)                      |
 * | embed.ln              | the norm of the sum (BERT, BART)                  |
 */
import type { RandomStream } from '../../random.ts';
import type { ModelConfig } from '../config.ts';
import { embed } from '../kernels/index.ts';
import type { ParamTree } from '../params.ts';
import type { AttentionState } from '../parts/attention-state.ts';
import { type BlockOutput, block, initBlock } from '../parts/block.ts';
import type { Source } from '../parts/cross-attention.ts';
import { normalTensor } from '../parts/linear.ts';
import type { MaskChoice } from '../parts/mask.ts';
import { type Auxiliary, type Deviations, type MixerState, tokenMixer } from '../parts/mixers.ts';
import { addAuxiliary } from '../parts/moe.ts';
import { initNorm, type NormParams, norm } from '../parts/norm.ts';
import { initPosition, type PositionParams, positionEmbedding, scoreBias } from '../parts/position.ts';
import { type Probe, within } from '../probe.ts';
import { add, mul, type Tensor2D, type Tensor3D, zeros } from '../tf.ts';

export type EmbeddingParams = {
  readonly positions?: PositionParams;
  /** [segments, width] */
  readonly segments?: Tensor2D;
  readonly ln?: NormParams;
};

export type StackParams = {
  readonly embed?: EmbeddingParams;
  readonly blocks: readonly ParamTree[];
  readonly ln_final?: NormParams;
};

/** The choices that one stack sees. */
export type StackConfig = Pick<
  ModelConfig,
  | 'width'
  | 'context'
  | 'position'
  | 'norm'
  | 'layers'
  | 'finalNorm'
  | 'residual'
  | 'initializerRange'
  | 'embeddingNorm'
  | 'embeddingScale'
  | 'segments'
>;

/** What is kept of the tokens already read. A pure value: a step answers with the next one. */
export type StackState = {
  /** How many tokens have been read. */
  readonly position: number;
  readonly layers: readonly (MixerState | null)[];
};

/** [vocabulary, width] */
export function initTokens(config: ModelConfig, random: RandomStream): Tensor2D {
  const deviation = config.embeddingRange ?? config.initializerRange;
  return normalTensor<Tensor2D>([config.vocabulary, config.width], deviation, random);
}

/** All of the embedding but the tokens. */
export function initEmbedding(config: StackConfig, random: RandomStream): EmbeddingParams {
  const deviation = config.initializerRange;
  const positions = initPosition(config, deviation, random);
  const { segments, embeddingNorm, width } = config;
  return {
    ...(positions.table ? { positions } : {}),
    ...(segments ? { segments: normalTensor<Tensor2D>([segments, width], deviation, random) } : {}),
    ...(embeddingNorm ? { ln: initNorm(config.norm, width) } : {}),
  };
}

/**
 * First weights: normal with `initializerRange`, and what writes to the residual stream divided by the root of
 * the number of writes, as GPT-2 does (Radford et al. 2019, section 2.3).
 */
export function initBlocks(
  config: StackConfig,
  random: RandomStream,
): Pick<StackParams, 'blocks' | 'ln_final'> {
  const input = config.initializerRange;
  const outputScale = 1 / Math.sqrt(2 * Math.max(1, config.layers.length));
  const deviations: Deviations = { input, output: input * outputScale, outputScale };
  return {
    blocks: config.layers.map((layer) => initBlock(config, layer, deviations, random)),
    ...(config.finalNorm ? { ln_final: initNorm(config.norm, config.width) } : {}),
  };
}

/** An empty state for `batch` texts: [batch, ...] in each layer. */
export function emptyStackState(config: StackConfig, batch: number): StackState {
  const layers = config.layers.map((layer) => {
    const mixer = tokenMixer(layer.mixer);
    return mixer ? mixer.emptyState(layer.mixer, batch, config) : null;
  });
  return { position: 0, layers };
}

export interface StackInput {
  /** [batch, seq] of token ids, int32. */
  readonly tokens: Tensor2D;
  /** [batch, seq], int32; all 0 where they are not given. */
  readonly segments?: Tensor2D;
  readonly mask: MaskChoice;
  readonly start?: number;
  readonly state?: StackState;
  /** What layers with cross attention read, and what they keep of it. */
  readonly source?: Source;
  readonly crossStates?: readonly (AttentionState | null)[];
  readonly probe: Probe;
  /** The probe of block `index`. */
  readonly blockProbe: (index: number) => Probe;
}

export interface StackOutput {
  /** [batch, seq, width], after the last norm. */
  readonly x: Tensor3D;
  /** Where a state was given. */
  readonly state?: StackState;
  readonly crossStates: readonly (AttentionState | null)[];
  /** Of layers that have such terms, added up by name. */
  readonly auxiliary?: Auxiliary;
}

export function runStack(
  params: StackParams,
  tokens: Tensor2D,
  config: StackConfig,
  input: StackInput,
): StackOutput {
  const { state, probe } = input;
  const start = state?.position ?? input.start ?? 0;
  let x = embedInput(params.embed ?? {}, tokens, config, input, start); // [batch, seq, width]
  const bias = scoreBias(config.position, params.embed?.positions ?? {});
  const outputs: BlockOutput[] = [];
  for (const [index, layer] of config.layers.entries()) {
    const own = params.blocks[index];
    if (own === undefined) throw new Error(`The parameters of block ${index} are missing.`);
    const before = state?.layers[index];
    const crossState = input.crossStates?.[index];
    const output = block(own, config, layer, {
      x,
      start,
      position: config.position,
      bias,
      mask: input.mask,
      ...(before ? { state: before } : {}),
      ...(input.source ? { source: input.source } : {}),
      ...(crossState ? { crossState } : {}),
      probe: input.blockProbe(index),
    });
    x = output.x; // [batch, seq, width]
    outputs.push(output);
  }
  if (params.ln_final) x = norm(x, params.ln_final, config.norm, within(probe, 'ln_final')); // [batch, seq, width]
  const layers = outputs.map((output) => output.state ?? null);
  return {
    x,
    ...(state ? { state: { position: start + input.tokens.shape[1], layers } } : {}),
    crossStates: outputs.map((output) => output.cross ?? null),
    ...sumAuxiliary(outputs),
  };
}

/** The terms of several layers or stacks, added up by name. */
export function sumAuxiliary(outputs: readonly { readonly auxiliary?: Auxiliary }[]): {
  auxiliary?: Auxiliary;
} {
  const terms = outputs.flatMap(({ auxiliary }) => (auxiliary ? [auxiliary] : []));
  return terms.length === 0 ? {} : { auxiliary: terms.reduce(addAuxiliary) };
}

/** [batch, seq] -> [batch, seq, width] */
function embedInput(
  params: EmbeddingParams,
  table: Tensor2D,
  config: StackConfig,
  { tokens, segments, probe }: StackInput,
  start: number,
): Tensor3D {
  let x: Tensor3D = embed(table, tokens); // [batch, seq, width]
  if (config.embeddingScale !== undefined) x = mul(x, config.embeddingScale) as Tensor3D; // [batch, seq, width]
  x = probe('embed', x); // [batch, seq, width]
  const positions = positionEmbedding(params.positions ?? {}, config, start, tokens.shape[1]); // [1, seq, width]
  if (positions !== null) x = add(x, probe('pos_embed', positions)) as Tensor3D; // [batch, seq, width]
  if (params.segments) {
    const kinds = segments ?? zeros(tokens.shape, 'int32'); // [batch, seq]
    const told = probe('segment_embed', embed<Tensor3D>(params.segments, kinds)); // [batch, seq, width]
    x = add(x, told) as Tensor3D; // [batch, seq, width]
  }
  return params.ln ? norm(x, params.ln, config.norm, within(probe, 'embed.ln')) : x; // [batch, seq, width]
}
