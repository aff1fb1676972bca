/** What is known of one model type of Hugging Face's: how its config reads, and which tensor is which. */
import * as v from 'valibot';
import type {
  Activation,
  AttentionConfig,
  FeedForwardConfig,
  LayerConfig,
  ModelConfig,
} from '../../config.ts';
import { CheckpointError } from '../errors.ts';
import { type Rule, rules } from './layouts.ts';

export type Json = { readonly [key: string]: unknown };

/** Whether the weights hold a tensor, by its name without the prefix. */
export type Has = (name: string) => boolean;

export interface HuggingFaceRow {
  /** For `architectures` in an exported config. */
  className(config: ModelConfig): string;
  /**
   * Which heads a model has often shows only in its tensors, which `has` tells; before they are read it says yes to all.
   * Throws a `CheckpointError` that names a field whose value no part of ours carries out.
   */
  readConfig(json: Json, has: Has): ModelConfig;
  /** What `readConfig` would read back as this config, if it is one of this type at all. */
  writeConfig(config: ModelConfig): Json;
  rules(config: ModelConfig): readonly Rule[];
  /** In front of every name but the heads'; files that were saved without a head lack it. */
  readonly prefix: string;
  /** How the names of heads begin. */
  readonly heads: readonly string[];
  /** Tensors that hold no parameters: masks, position ids, and a head that is the embedding. */
  ignored(name: string, config: ModelConfig): boolean;
}

const activationNames: Readonly<Record<string, Activation>> = {
  gelu_new: 'gelu-tanh',
  gelu_pytorch_tanh: 'gelu-tanh',
  gelu_fast: 'gelu-tanh',
  gelu: 'gelu',
  relu: 'relu',
  silu: 'silu',
  swish: 'silu',
  linear: 'identity',
};

export const activationSchema = v.pipe(
  v.picklist(Object.keys(activationNames)),
  v.transform((name) => activationNames[name] ?? 'identity'),
);

/** The first of their names for it. */
export function activationName(activation: Activation): string {
  const found = Object.entries(activationNames).find(([, ours]) => ours === activation);
  if (found === undefined) throw new Error(`No name for ${activation}.`);
  return found[0];
}

export function unsupported(sentence: string): never {
  throw new CheckpointError('unsupported', sentence, 'config.json');
}

/** The fields that most of their configs have, by the names that most of them use. */
export const size = v.pipe(v.number(), v.integer(), v.minValue(1));
export const flag = (usual: boolean) => v.optional(v.boolean(), usual);
export const number = (usual: number) => v.optional(v.number(), usual);
export const count = (usual: number) => v.optional(size, usual);

/** A linear map of PyTorch's, [outputs, inputs], as one of ours. */
export const linearRules = (theirs: string, ours: string, bias: boolean): Rule[] => [
  ...rules('transposed', { [`${theirs}.weight`]: `${ours}.weight` }),
  ...(bias ? rules('same', { [`${theirs}.bias`]: `${ours}.bias` }) : []),
];

export const normRules = (theirs: string, ours: string, bias: boolean): Rule[] =>
  rules('same', {
    [`${theirs}.weight`]: `${ours}.gain`,
    ...(bias ? { [`${theirs}.bias`]: `${ours}.bias` } : {}),
  });

/** Attention, and a dense layer: what a layer must be to be written for a row without other mixers. */
export function denseLayer(layer: LayerConfig | undefined): {
  mixer: AttentionConfig;
  channelMixer: FeedForwardConfig;
} {
  if (layer?.mixer.kind !== 'attention' || layer.channelMixer.kind !== 'feed-forward') {
    return unsupported('their models of this kind have attention and a feed-forward layer in each block.');
  }
  return { mixer: layer.mixer, channelMixer: layer.channelMixer };
}
