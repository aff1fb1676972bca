/**
 * What a model of any config costs: parameters, operations, memory. Plain arithmetic, without a tensor, so that it
 * may be imported anywhere and answers for models that fit into no machine at hand.
 *
 * | term     | meaning                                                                             |
 * | -------- | ----------------------------------------------------------------------------------- |
 * | FLOPs    | operations on numbers; a multiplication with its addition counts as two             |
 * | prefill  | reading a text at once                                                              |
 * | decode   | reading one more token, with the state of those before it                           |
 * | active   | parameters that work on one token: a mixture of experts runs a few of its experts   |
 */
import type { EncoderConfig, LayerConfig, ModelConfig } from './config.ts';
import {
  attentionParameters,
  type MixerCost,
  map,
  mixerCost,
  type Part,
  type PartCount,
  type Reading,
} from './count/mixers.ts';
import { passingTokens } from './depth.ts';

export type { Part, PartCount } from './count/mixers.ts';

export interface ParameterCount {
  readonly total: number;
  readonly active: number;
  /** In the order in which a token meets them; parts that the model lacks are left out. */
  readonly parts: readonly PartCount[];
}

type Stack = Pick<ModelConfig, 'width' | 'norm' | 'embeddingNorm' | 'segments'> & EncoderConfig;

const decoderOf = (config: ModelConfig): Stack => config;
const encoderOf = (config: ModelConfig): Stack | null =>
  config.encoder ? { ...config, ...config.encoder } : null;
const stacksOf = (config: ModelConfig): Stack[] => {
  const encoder = encoderOf(config);
  return encoder ? [encoder, decoderOf(config)] : [decoderOf(config)];
};

export function countParameters(config: ModelConfig): ParameterCount {
  const { vocabulary, width } = config;
  const counts: PartCount[] = [
    whole('embedding', vocabulary * width),
    ...stacksOf(config).flatMap(stackParameters),
    whole('head', headParameters(config)),
    whole('pooler', poolerParameters(config)),
    whole('adapters', adapterParameters(config)),
  ];
  const parts = addUp(counts);
  return {
    total: parts.reduce((sum, { total }) => sum + total, 0),
    active: parts.reduce((sum, { active }) => sum + active, 0),
    parts,
  };
}

const whole = (part: Part, total: number): PartCount => ({ part, total, active: total });

function addUp(counts: readonly PartCount[]): PartCount[] {
  const byPart = new Map<Part, PartCount>();
  for (const { part, total, active } of counts) {
    if (total === 0) continue;
    const before = byPart.get(part) ?? { part, total: 0, active: 0 };
    byPart.set(part, { part, total: before.total + total, active: before.active + active });
  }
  return [...byPart.values()];
}

function stackParameters(stack: Stack): PartCount[] {
  const { width, segments, embeddingNorm, finalNorm, layers } = stack;
  const outerNorms = (embeddingNorm ? 1 : 0) + (finalNorm ? 1 : 0);
  return [
    whole('positions', positionParameters(stack)),
    whole('segments', (segments ?? 0) * width),
    ...layers.flatMap((layer) => layerParameters(stack, layer)),
    whole('norms', outerNorms * normParameters(stack)),
  ];
}

function positionParameters({ position, width, layers }: Stack): number {
  if (position.kind === 'learned') return (position.maximum + position.offset) * width;
  if (position.kind !== 'buckets') return 0;
  const heads = layers.flatMap(({ mixer }) => (mixer.kind === 'attention' ? [mixer.heads] : []));
  return position.buckets * (heads[0] ?? 0);
}

const normParameters = ({ norm, width }: Pick<Stack, 'norm' | 'width'>): number =>
  norm.kind === 'layer' && norm.bias !== false ? 2 * width : width;

function layerParameters(stack: Stack, { mixer, cross, channelMixer, depth }: LayerConfig): PartCount[] {
  const parallel = stack.norm.place === 'parallel';
  const before = mixer.kind === 'none' ? 0 : 1;
  const between = cross && !parallel ? 1 : 0;
  const after = channelMixer.kind === 'none' || (parallel && before > 0) ? 0 : 1;
  const norms = stack.norm.place === 'none' ? 0 : before + between + after;
  return [
    whole('norms', norms * normParameters(stack)),
    ...mixerCost(mixer, stack.width).parameters,
    ...(cross ? [whole('cross-attention', attentionParameters(cross, stack.width))] : []),
    ...mixerCost(channelMixer, stack.width).parameters,
    whole('router', depth ? stack.width : 0),
  ];
}

function headParameters(config: ModelConfig): number {
  const { width, vocabulary, tiedHead, headBias, headTransform } = config;
  const transform = headTransform ? map(width, width, true) + normParameters(config) : 0;
  return (tiedHead ? 0 : width * vocabulary) + (headBias ? vocabulary : 0) + transform;
}

function poolerParameters({ width, pooler, nextSentence, classes }: ModelConfig): number {
  const outputs = (nextSentence ? 2 : 0) + (classes ?? 0);
  return (pooler ? map(width, width, true) : 0) + map(width, outputs, true);
}

/** Of every map of attention and dense layers both sides, times the rank. */
function adapterParameters({ adapters, width, layers, encoder }: ModelConfig): number {
  if (adapters === undefined || encoder) return 0;
  const sides = layers.reduce((sum, { mixer, channelMixer }) => {
    const { heads = 0, keyValueHeads = 0, headSize = 0 } = mixer.kind === 'attention' ? mixer : {};
    const attended = mixer.kind === 'attention' ? 4 * width + 2 * headSize * (heads + keyValueHeads) : 0;
    if (channelMixer.kind !== 'feed-forward') return sum + attended;
    return sum + attended + (channelMixer.gated ? 3 : 2) * (width + channelMixer.hidden);
  }, 0);
  return adapters.rank * sides;
}

/** Operations of a forward pass. */
export interface FlopCount {
  readonly total: number;
  /** Of maps that each token passes on its own. */
  readonly maps: number;
  /** Between positions: the part that grows faster than the text, where one does. */
  readonly mixing: number;
  /** From the stream to the logits. */
  readonly head: number;
}

/** A text of `tokens` tokens read at once; `source`: the length of what an encoder-decoder reads first. */
export function prefillFlops(config: ModelConfig, tokens: number, source = 0): FlopCount {
  const encoder = encoderOf(config);
  const read = encoder ? stackFlops(encoder, { start: 0, tokens: source }, 0) : nothing;
  const written = stackFlops(decoderOf(config), { start: 0, tokens }, source);
  const keys = config.layers.reduce((sum, { cross }) => sum + sourceFlops(cross, config.width), 0) * source;
  return flops(read.maps + written.maps + keys, read.mixing + written.mixing, tokens * headFlops(config));
}

/** One more token after `length` that were read before. */
export function decodeFlops(config: ModelConfig, length: number, source = 0): FlopCount {
  const { maps, mixing } = stackFlops(decoderOf(config), { start: length, tokens: 1 }, source);
  return flops(maps, mixing, headFlops(config));
}

const nothing = { maps: 0, mixing: 0 };

const flops = (maps: number, mixing: number, head: number): FlopCount => ({
  total: maps + mixing + head,
  maps,
  mixing,
  head,
});

/** Keys and values of a token of the source, for one layer. */
const sourceFlops = (cross: LayerConfig['cross'], width: number): number =>
  cross ? 4 * width * cross.keyValueHeads * cross.headSize : 0;

function stackFlops(stack: Stack, reading: Reading, source: number): { maps: number; mixing: number } {
  let maps = 0;
  let mixing = 0;
  for (const { mixer, cross, channelMixer, depth } of stack.layers) {
    const costs: MixerCost[] = [mixerCost(mixer, stack.width), mixerCost(channelMixer, stack.width)];
    // Of a text read at once, those that pass; what they look at are those that passed.
    const passing = depth ? { start: 0, tokens: passingTokens(depth, reading.tokens) } : reading;
    if (depth) maps += 2 * reading.tokens * stack.width;
    for (const cost of costs) {
      maps += passing.tokens * cost.maps;
      mixing += cost.mixing(passing);
    }
    if (!cross) continue;
    const inside = cross.heads * cross.headSize;
    maps += reading.tokens * 4 * stack.width * inside; // Queries and the output.
    mixing += reading.tokens * 4 * inside * source;
  }
  return { maps, mixing };
}

function headFlops({ width, vocabulary, headTransform }: ModelConfig): number {
  return 2 * width * vocabulary + (headTransform ? 2 * width * width : 0);
}

/** The backward pass costs twice the forward pass: one product for the inputs, one for the weights. */
export const trainingFlops = (config: ModelConfig, tokens: number, source = 0): number =>
  3 * prefillFlops(config, tokens, source).total;

/** Bytes a text that decoding keeps after `length` tokens: keys and values, states of recurrences. */
export function stateBytes(config: ModelConfig, length: number, source = 0, bytesEach = 4): number {
  const numbers = config.layers.reduce((sum, { mixer, cross }) => {
    const ofSource = cross ? 2 * cross.keyValueHeads * cross.headSize * source : 0;
    return sum + mixerCost(mixer, config.width).state(length) + ofSource;
  }, 0);
  return numbers * bytesEach;
}

export interface TrainingMemory {
  readonly weights: number;
  readonly gradients: number;
  /** AdamW's two moments. */
  readonly optimizer: number;
  /** What the backward pass needs of the forward pass, where nothing is recomputed: an estimate. */
  readonly activations: number;
  readonly total: number;
}

/** Bytes that a training step on `rows` texts of `tokens` tokens holds. */
export function trainingMemory(
  config: ModelConfig,
  rows: number,
  tokens: number,
  source = 0,
  bytesEach = 4,
): TrainingMemory {
  const weights = countParameters(config).total * bytesEach;
  const encoder = encoderOf(config);
  const read = encoder ? source * activations(encoder, source, 0) : 0;
  const written = tokens * (activations(decoderOf(config), tokens, source) + 2 * config.vocabulary);
  const kept = rows * (read + written) * bytesEach;
  return {
    weights,
    gradients: weights,
    optimizer: 2 * weights,
    activations: kept,
    total: 4 * weights + kept,
  };
}

/** Numbers a token. */
function activations({ layers, width }: Stack, length: number, source: number): number {
  return layers.reduce((sum, { mixer, cross, channelMixer }) => {
    const ofCross = cross ? width + 2 * cross.heads * cross.headSize + cross.heads * source : 0;
    const mixers =
      mixerCost(mixer, width).activations(length) + mixerCost(channelMixer, width).activations(length);
    return sum + 2 * width + mixers + ofCross;
  }, width);
}
