/**
 * One door for every architecture: `init(config, seed)` gives parameters, `forward` runs them. Which stack runs is
 * looked up by the config.
 */

import { randomStream } from '../random.ts';
import type { ModelConfig } from './config.ts';
import { flatten, type ParamTree } from './params.ts';
import { withAdapters } from './parts/lora.ts';
import { type DecoderParams, decoder, initDecoder } from './stacks/decoder.ts';
import { type EncoderParams, encoder, initEncoder } from './stacks/encoder.ts';
import { type EncoderDecoderParams, encoderDecoder, initEncoderDecoder } from './stacks/encoder-decoder.ts';
import { emptyStackState } from './stacks/stack.ts';
import type { ForwardContext, ModelInputs, ModelOutput, ModelState } from './stacks/types.ts';
import { dispose, type Tensor } from './tf.ts';

export type Params = DecoderParams | EncoderParams | EncoderDecoderParams;
export type { ForwardContext, HeadOutputs, ModelInputs, ModelOutput, ModelState } from './stacks/types.ts';

interface Stack<P extends Params> {
  init(config: ModelConfig, seed: number): P;
  forward(params: P, config: ModelConfig, inputs: ModelInputs, context?: ForwardContext): ModelOutput;
}

type Stacks = {
  readonly decoder: Stack<DecoderParams>;
  readonly encoder: Stack<EncoderParams>;
  readonly 'encoder-decoder': Stack<EncoderDecoderParams>;
};

const stacks: Stacks = {
  decoder: { init: initDecoder, forward: decoder },
  encoder: { init: initEncoder, forward: encoder },
  'encoder-decoder': { init: initEncoderDecoder, forward: encoderDecoder },
};

/** The stack of a config; its parameters are those that its own `init` made. */
const stackOf = (config: ModelConfig): Stack<Params> => stacks[config.stack] as Stack<Params>;

export function init(config: ModelConfig, seed: number): Params {
  const params = stackOf(config).init(config, seed);
  const { adapters } = config;
  if (adapters === undefined || !('blocks' in params)) return params;
  // A stream of their own: the weights beside them are the same with adapters and without.
  const blocks = withAdapters(params.blocks, adapters.rank, randomStream(seed + 7_919));
  return { ...params, blocks } as Params;
}

/** tokens: [batch, seq] -> logits: [batch, seq, vocabulary]. */
export function forward(
  params: Params,
  config: ModelConfig,
  inputs: ModelInputs,
  context?: ForwardContext,
): ModelOutput {
  return stackOf(config).forward(params, config, inputs, context);
}

/** The state of `batch` texts of which nothing has been read. */
export function emptyState(config: ModelConfig, batch: number): ModelState {
  return emptyStackState(config, batch);
}

/** The tensors of a state, so that the caller can keep or dispose them. */
export function stateTensors({ layers, source }: ModelState): Tensor[] {
  const trees = [...layers, ...(source?.layers ?? [])];
  const kept = trees.flatMap((tree) => (tree ? [...flatten(tree as unknown as ParamTree).values()] : []));
  return source?.padding ? [...kept, source.padding] : kept;
}

export function disposeState(state: ModelState): void {
  dispose(stateTensors(state));
}
