/**
 * A stack that reads a whole text at once, in both directions: BERT: Pre-training of Deep Bidirectional Transformers,
 * Devlin et al. 2018, https://arxiv.org/abs/1810.04805; RoBERTa, Liu et al. 2019, https://arxiv.org/abs/1907.11692.
 *
 * | code          | symbol or name                                                    |
 * | ------------- | ----------------------------------------------------------------- |
 * | logits        | of the masked language model, for every position                  |
 * | pooled        | tanh(W C + b), C the last vector of the first token ([CLS])       |
 * | nextSentence  | cls.seq_relationship: scores of "follows" and "does not"          |
 * | classification | the head that fine-tuning adds                                   |
 *
 * Deviation: RoBERTa's classification head in Hugging Face has a map and tanh of its own, which are the pooler here.
 */
import { randomStream } from '../../random.ts';
import type { ModelConfig } from '../config.ts';
import { initLinear, type LinearParams, linear } from '../parts/linear.ts';
import { noProbe, type Probe, within } from '../probe.ts';
import { reshape, slice, type Tensor2D, type Tensor3D, tanh } from '../tf.ts';
import { type DecoderParams, maskOf } from './decoder.ts';
import { initHead, logitsOf } from './head.ts';
import { initBlocks, initEmbedding, initTokens, runStack, sumAuxiliary } from './stack.ts';
import type { ForwardContext, HeadOutputs, ModelInputs, ModelOutput } from './types.ts';

export type EncoderParams = DecoderParams & {
  readonly pooler?: LinearParams;
  readonly next_sentence?: LinearParams;
  readonly classifier?: LinearParams;
};

export function initEncoder(config: ModelConfig, seed: number): EncoderParams {
  const random = randomStream(seed);
  const tokens = initTokens(config, random); // [vocabulary, width]
  const { width, pooler, nextSentence, classes, initializerRange } = config;
  const map = (outputs: number) => initLinear(width, outputs, true, initializerRange, random);
  if ((nextSentence || classes) && !pooler) throw new RangeError('Heads of a whole text read the pooler.');
  return {
    embed: { tokens, ...initEmbedding(config, random) },
    ...initBlocks(config, random),
    ...initHead(config, random),
    ...(pooler ? { pooler: map(width) } : {}),
    ...(nextSentence ? { next_sentence: map(2) } : {}),
    ...(classes ? { classifier: map(classes) } : {}),
  };
}

export function encoder(
  params: EncoderParams,
  config: ModelConfig,
  inputs: ModelInputs,
  context: ForwardContext = {},
): ModelOutput {
  if (context.state) throw new RangeError('An encoder reads a text at once: it keeps no state.');
  const { probe = noProbe } = context;
  const { tokens } = params.embed; // [vocabulary, width]
  const { x, ...output } = runStack(params, tokens, config, {
    tokens: inputs.tokens,
    ...(inputs.segments ? { segments: inputs.segments } : {}),
    mask: maskOf(inputs),
    ...(inputs.start ? { start: inputs.start } : {}),
    probe,
    blockProbe: (index) => within(probe, `blocks.${index}`),
  });
  const logits = logitsOf(x, params.unembed ?? {}, tokens, config, probe); // [batch, seq, vocabulary]
  const heads = params.pooler ? { heads: readHeads(x, params, params.pooler, probe) } : {};
  return { logits, ...heads, ...sumAuxiliary([output]) };
}

function readHeads(x: Tensor3D, params: EncoderParams, pooler: LinearParams, probe: Probe): HeadOutputs {
  const [batch, , width] = x.shape;
  const first = reshape(slice(x, [0, 0, 0], [batch, 1, width]), [batch, width]) as Tensor2D; // [batch, width]
  const pooled = probe('pooled', tanh(linear(first, pooler))); // [batch, width]
  const { next_sentence: nextSentence, classifier } = params;
  return {
    pooled,
    ...(nextSentence ? { nextSentence: probe('next_sentence', linear(pooled, nextSentence)) } : {}), // [batch, 2]
    ...(classifier ? { classification: probe('classification', linear(pooled, classifier)) } : {}), // [batch, classes]
  };
}
