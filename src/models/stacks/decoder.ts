/**
 * A stack of blocks between an embedding and a prediction of the next token: Language Models are Unsupervised
 * Multitask Learners, Radford et al. 2019 (GPT-2), and all that descend from it.
 *
 * | code           | symbol                                             |
 * | -------------- | -------------------------------------------------- |
 * | embed.tokens   | W_e (GPT), wte                                     |
 * | unembed        | the output matrix, absent where it is W_e (tied)   |
 * | logits         | the scores of every next token before the softmax  |
 */
import { randomStream } from '../../random.ts';
import type { ModelConfig } from '../config.ts';
import type { MaskChoice } from '../parts/mask.ts';
import { noProbe, within } from '../probe.ts';
import { cast, reshape, type Tensor2D, type Tensor4D } from '../tf.ts';
import { type HeadParams, initHead, logitsOf } from './head.ts';
import {
  type EmbeddingParams,
  initBlocks,
  initEmbedding,
  initTokens,
  runStack,
  type StackParams,
  sumAuxiliary,
} from './stack.ts';
import type { ForwardContext, ModelInputs, ModelOutput } from './types.ts';

export type DecoderParams = StackParams & {
  readonly embed: EmbeddingParams & { readonly tokens: Tensor2D };
  readonly unembed?: HeadParams;
};

export function initDecoder(config: ModelConfig, seed: number): DecoderParams {
  const random = randomStream(seed);
  const tokens = initTokens(config, random); // [vocabulary, width]
  return {
    embed: { tokens, ...initEmbedding(config, random) },
    ...initBlocks(config, random),
    ...initHead(config, random),
  };
}

export function decoder(
  params: DecoderParams,
  config: ModelConfig,
  inputs: ModelInputs,
  context: ForwardContext = {},
): ModelOutput {
  const { probe = noProbe, state } = context;
  const { tokens } = params.embed; // [vocabulary, width]
  const { x, ...output } = runStack(params, tokens, config, {
    tokens: inputs.tokens,
    ...(inputs.segments ? { segments: inputs.segments } : {}),
    mask: maskOf(inputs),
    ...(inputs.start ? { start: inputs.start } : {}),
    ...(state ? { state } : {}),
    probe,
    blockProbe: (index) => within(probe, `blocks.${index}`),
  });
  const logits = logitsOf(x, params.unembed ?? {}, tokens, config, probe); // [batch, seq, vocabulary]
  return { logits, ...(output.state ? { state: output.state } : {}), ...sumAuxiliary([output]) };
}

/** The masks of a single stack, by the padding of its tokens. */
export function maskOf({ paddingMask, mask = {} }: ModelInputs): MaskChoice {
  return paddingMask ? { ...mask, padding: keyPadding(paddingMask) } : mask;
}

/** [batch, positions] -> [batch, 1, 1, positions] */
export function keyPadding(paddingMask: Tensor2D): Tensor4D {
  const [batch, positions] = paddingMask.shape;
  return reshape(cast(paddingMask, 'float32'), [batch, 1, 1, positions]) as Tensor4D;
}
