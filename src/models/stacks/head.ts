/**
 * From the residual stream to the logits of tokens. The output matrix is the token embedding (tied) or its own; T5
 * scales what it reads, BERT first transforms it.
 *
 * | code              | symbol or name                               |
 * | ----------------- | -------------------------------------------- |
 * | unembed.weight    | the output matrix, absent where it is W_e    |
 * | unembed.bias      | its bias: final_logits_bias in BART          |
 * | unembed.transform | cls.predictions.transform.dense (BERT)       |
 * | unembed.ln        | the norm after it                            |
 */
import type { RandomStream } from '../../random.ts';
import type { ModelConfig } from '../config.ts';
import { activate } from '../parts/activation.ts';
import { initLinear, type LinearParams, linear } from '../parts/linear.ts';
import { initNorm, type NormParams, norm } from '../parts/norm.ts';
import { type Probe, within } from '../probe.ts';
import { add, matMul, mul, reshape, type Tensor1D, type Tensor2D, type Tensor3D, zeros } from '../tf.ts';

export type HeadParams = {
  /** [width, vocabulary] */
  readonly weight?: Tensor2D;
  /** [vocabulary] */
  readonly bias?: Tensor1D;
  readonly transform?: LinearParams;
  readonly ln?: NormParams;
};

/** Empty where the head is the embedding and nothing else. */
export function initHead(config: ModelConfig, random: RandomStream): { unembed?: HeadParams } {
  const { width, vocabulary, tiedHead, headBias, headTransform, initializerRange } = config;
  const unembed: HeadParams = {
    ...(tiedHead ? {} : { weight: initLinear(width, vocabulary, false, initializerRange, random).weight }),
    ...(headBias ? { bias: zeros([vocabulary]) as Tensor1D } : {}),
    ...(headTransform
      ? {
          transform: initLinear(width, width, true, initializerRange, random),
          ln: initNorm(config.norm, width),
        }
      : {}),
  };
  return Object.keys(unembed).length === 0 ? {} : { unembed };
}

/** x: [batch, seq, width], tokens: [vocabulary, width] -> [batch, seq, vocabulary] */
export function logitsOf(
  x: Tensor3D,
  params: HeadParams,
  tokens: Tensor2D,
  config: ModelConfig,
  probe: Probe,
): Tensor3D {
  const read = transformed(x, params, config, within(probe, 'unembed')); // [batch, seq, width]
  const scaled = config.headScale === undefined ? read : (mul(read, config.headScale) as Tensor3D); // [batch, seq, width]
  return probe('logits', unembed(scaled, params, tokens)); // [batch, seq, vocabulary]
}

function transformed(x: Tensor3D, params: HeadParams, config: ModelConfig, probe: Probe): Tensor3D {
  if (config.headTransform === undefined || !params.transform || !params.ln) return x;
  const pre = probe('pre', linear(x, params.transform)); // [batch, seq, width]
  const post = probe('post', activate(pre, config.headTransform)); // [batch, seq, width]
  return norm(post, params.ln, config.norm, within(probe, 'ln')); // [batch, seq, width]
}

function unembed(x: Tensor3D, { weight, bias }: HeadParams, tokens: Tensor2D): Tensor3D {
  if (weight) return linear(x, bias ? { weight, bias } : { weight });
  const [batch, length, width] = x.shape;
  const rows = matMul(reshape(x, [batch * length, width]), tokens, false, true); // [batch x seq, vocabulary]
  const logits = bias ? add(rows, bias) : rows; // [batch x seq, vocabulary]
  return reshape(logits, [batch, length, tokens.shape[0]]) as Tensor3D; // [batch, seq, vocabulary]
}
