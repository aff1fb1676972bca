/** What is known of one model type of Hugging Face's: how its config reads, and which tensor is which. */
import * as v from 'valibot';
import type { Activation, ModelConfig } from '../../config.ts';
import { CheckpointError } from '../errors.ts';
import type { Rule } from './layouts.ts';

export type Json = { readonly [key: string]: unknown };

export interface HuggingFaceRow {
  /** For `architectures` in an exported config. */
  readonly className: string;
  /** Throws a `CheckpointError` that names a field whose value no part of ours carries out. */
  readConfig(json: Json): ModelConfig;
  /** What `readConfig` would read back as this config, if it is one of this type at all. */
  writeConfig(config: ModelConfig): Json;
  rules(config: ModelConfig): readonly Rule[];
  /** In front of every name but the head's; files that were saved without a head lack it. */
  readonly prefix: string;
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
