/**
 * Two stacks: one reads the source, the other writes and looks at what the first made of it. Attention Is All You
 * Need, Vaswani et al. 2017, https://arxiv.org/abs/1706.03762; T5, Raffel et al. 2019, https://arxiv.org/abs/1910.10683;
 * BART, Lewis et al. 2019, https://arxiv.org/abs/1910.13461.
 *
 * | code            | symbol or name                                            |
 * | --------------- | --------------------------------------------------------- |
 * | embed.tokens    | shared by both stacks                                     |
 * | source          | the text that is read                                     |
 * | tokens          | the text that is written, one place to the right: it begins with a start token |
 *
 * With a state the source is read in the first step; then every layer's keys and values of it are kept.
 */
import { randomStream } from '../../random.ts';
import type { ModelConfig } from '../config.ts';
import type { Source } from '../parts/cross-attention.ts';
import type { Auxiliary } from '../parts/mixers.ts';
import { noProbe, type Probe, within } from '../probe.ts';
import { clone, type Tensor2D } from '../tf.ts';
import { keyPadding } from './decoder.ts';
import { type HeadParams, initHead, logitsOf } from './head.ts';
import {
  initBlocks,
  initEmbedding,
  initTokens,
  runStack,
  type StackConfig,
  type StackOutput,
  type StackParams,
  sumAuxiliary,
} from './stack.ts';
import type { ForwardContext, ModelInputs, ModelOutput, ModelState, SourceState } from './types.ts';

export type EncoderDecoderParams = {
  readonly embed: { readonly tokens: Tensor2D };
  readonly encoder: StackParams;
  readonly decoder: StackParams;
  readonly unembed?: HeadParams;
};

/** The encoder's choices: its own where it has them, else the decoder's. */
export function encoderOf(config: ModelConfig): StackConfig {
  if (config.encoder === undefined) throw new RangeError('A model of two stacks needs an encoder.');
  return { ...config, ...config.encoder };
}

export function initEncoderDecoder(config: ModelConfig, seed: number): EncoderDecoderParams {
  const random = randomStream(seed);
  const tokens = initTokens(config, random); // [vocabulary, width]
  const stack = (of: StackConfig): StackParams => {
    const embedding = initEmbedding(of, random);
    const blocks = initBlocks(of, random);
    return Object.keys(embedding).length === 0 ? blocks : { embed: embedding, ...blocks };
  };
  return {
    embed: { tokens },
    encoder: stack(encoderOf(config)),
    decoder: stack(config),
    ...initHead(config, random),
  };
}

export function encoderDecoder(
  params: EncoderDecoderParams,
  config: ModelConfig,
  inputs: ModelInputs,
  context: ForwardContext = {},
): ModelOutput {
  const { probe = noProbe, state } = context;
  const { tokens } = params.embed; // [vocabulary, width]
  const read: SourceRead = state?.source
    ? { source: state.source }
    : readSource(params, config, inputs, probe);
  const { source } = read;
  const written = runStack(params.decoder, tokens, config, {
    tokens: inputs.tokens,
    mask: inputs.mask ?? {},
    ...(inputs.start ? { start: inputs.start } : {}),
    ...(state ? { state } : {}),
    source,
    ...(state?.source ? { crossStates: state.source.layers } : {}),
    probe: within(probe, 'decoder'),
    blockProbe: (index) => within(probe, `decoder.${index}`),
  });
  const logits = logitsOf(written.x, params.unembed ?? {}, tokens, config, probe); // [batch, seq, vocabulary]
  const next = written.state ? { state: nextState(written, written.state, source) } : {};
  return { logits, ...next, ...sumAuxiliary([read, written]) };
}

interface SourceRead {
  readonly source: Source;
  readonly auxiliary?: Auxiliary;
}

function readSource(
  params: EncoderDecoderParams,
  config: ModelConfig,
  { source, sourceMask, paddingMask }: ModelInputs,
  probe: Probe,
): SourceRead {
  if (source === undefined) throw new RangeError('An encoder-decoder needs a source to read.');
  const padding = paddingMask ? { padding: keyPadding(paddingMask) } : {}; // [batch, 1, 1, source]
  const { x, ...output } = runStack(params.encoder, params.embed.tokens, encoderOf(config), {
    tokens: source,
    mask: { ...sourceMask, ...padding },
    probe: within(probe, 'encoder'),
    blockProbe: (index) => within(probe, `encoder.${index}`),
  });
  return { source: { encoded: x, ...padding }, ...sumAuxiliary([output]) };
}

/** Copies (which share their data), since whoever holds a state may dispose it before the next. */
function nextState(output: StackOutput, state: ModelState, source: Source): ModelState {
  const layers = output.crossStates.map((kept) => kept && { key: clone(kept.key), value: clone(kept.value) });
  const kept: SourceState = { layers, ...(source.padding ? { padding: clone(source.padding) } : {}) };
  return { ...state, source: kept };
}
