/**
 * One door for every architecture: `init(config, seed)` gives parameters, `forward` runs them. Which stack runs is
 * looked up by the config.
 */
import type { ModelConfig } from './config.ts';
import { flatten, type ParamTree } from './params.ts';
import {
  type DecoderInputs,
  type DecoderOutput,
  type DecoderParams,
  type DecoderState,
  decoder,
  emptyDecoderState,
  type ForwardContext,
  initDecoder,
} from './stacks/decoder.ts';
import { dispose, type Tensor } from './tf.ts';

export type Params = DecoderParams;
export type ModelInputs = DecoderInputs;
export type ModelOutput = DecoderOutput;
export type ModelState = DecoderState;
export type { ForwardContext };

interface Stack {
  init(config: ModelConfig, seed: number): Params;
  forward(params: Params, config: ModelConfig, inputs: ModelInputs, context?: ForwardContext): ModelOutput;
  emptyState(config: ModelConfig, batch: number): ModelState;
}

const stacks: Record<ModelConfig['stack'], Stack> = {
  decoder: { init: initDecoder, forward: decoder, emptyState: emptyDecoderState },
};

export function init(config: ModelConfig, seed: number): Params {
  return stacks[config.stack].init(config, seed);
}

/** tokens: [batch, seq] -> logits: [batch, seq, vocabulary]. */
export function forward(
  params: Params,
  config: ModelConfig,
  inputs: ModelInputs,
  context?: ForwardContext,
): ModelOutput {
  return stacks[config.stack].forward(params, config, inputs, context);
}

/** The state of `batch` texts of which nothing has been read. */
export function emptyState(config: ModelConfig, batch: number): ModelState {
  return stacks[config.stack].emptyState(config, batch);
}

/** The tensors of a state, so that the caller can keep or dispose them. */
export function stateTensors(state: ModelState): Tensor[] {
  return state.layers.flatMap((layer) => (layer ? [...flatten(layer as unknown as ParamTree).values()] : []));
}

export function disposeState(state: ModelState): void {
  dispose(stateTensors(state));
}
