/** A model as the files of a checkpoint folder of ours. */
import type { ModelConfig } from '../config.ts';
import { flatten, type ParamTree } from '../params.ts';
import { cardBytes, type ModelCard } from './card.ts';
import { type ConfigFile, configFileSchema, formatName } from './config-schema.ts';
import { curveBytes, type TrainingCurve } from './curve.ts';
import { CheckpointError } from './errors.ts';
import { weightsFile } from './files.ts';
import { float16Maximum } from './float16.ts';
import { type FloatTensor, quantise, scaleName } from './int8.ts';
import { checked, jsonBytes } from './json.ts';
import { type StoredTensor, writeSafetensors } from './safetensors.ts';

export type Storage = 'float32' | 'float16' | 'int8';

type Store = (name: string, tensor: FloatTensor, file: string) => [string, StoredTensor][];

const asFloat32: Store = (name, { shape, data }) => [[name, { type: 'F32', shape, data }]];

const storages: Record<Storage, Store> = {
  float32: asFloat32,
  float16: (name, { shape, data }, file) => {
    const at = data.findIndex((value) => Math.abs(value) > float16Maximum);
    if (at >= 0) {
      const sentence = `tensor ${name} holds ${data[at]} at position ${at}, too large for float16.`;
      throw new CheckpointError('not-representable', sentence, file, name);
    }
    return [[name, { type: 'F16', shape, data }]];
  },
  int8: (name, tensor, file) => {
    // Gains and biases are few, and each counts.
    if (tensor.shape.length < 2) return asFloat32(name, tensor, file);
    const { values, scale } = quantise(tensor);
    return [
      [name, values],
      [scaleName(name), scale],
    ];
  },
};

/** The values of every parameter, by dotted name. */
export async function readParams(params: ParamTree): Promise<Map<string, FloatTensor>> {
  const floats = new Map<string, FloatTensor>();
  for (const [name, tensor] of flatten(params)) {
    // A copy: on the cpu backend `data` answers with the tensor's own array.
    floats.set(name, { shape: tensor.shape, data: Float32Array.from(await tensor.data()) });
  }
  return floats;
}

/** `file` is for messages. Weights that are not finite are refused: they would not load. */
export async function encodeParams(
  params: ParamTree,
  storage: Storage,
  file = weightsFile,
): Promise<Uint8Array> {
  return encodeFloats(await readParams(params), storage, new Map([['format', formatName]]), file);
}

export function encodeFloats(
  floats: ReadonlyMap<string, FloatTensor>,
  storage: Storage,
  metadata: ReadonlyMap<string, string>,
  file: string,
): Uint8Array {
  const tensors = new Map<string, StoredTensor>();
  for (const [name, tensor] of floats) {
    const at = tensor.data.findIndex((value) => !Number.isFinite(value));
    if (at >= 0) {
      const sentence = `tensor ${name} holds ${tensor.data[at]} at position ${at}.`;
      throw new CheckpointError('not-finite', sentence, file, name);
    }
    for (const [key, value] of storages[storage](name, tensor, file)) tensors.set(key, value);
  }
  return writeSafetensors(tensors, { file, metadata });
}

interface FolderContent {
  readonly id: string;
  readonly config: ModelConfig;
  readonly floats: ReadonlyMap<string, FloatTensor>;
  /** What a tokenizer's `toJSON` answers; null: none. */
  readonly tokenizer: unknown;
  readonly card?: ModelCard;
  readonly curve?: TrainingCurve;
}

export interface CheckpointContent extends Omit<FolderContent, 'floats'> {
  readonly params: ParamTree;
}

/** File name -> content. Saved steps are added by the caller: `stepFile(n)`, `encodeParams(params, 'int8')`. */
export const saveCheckpoint = async (
  { params, ...content }: CheckpointContent,
  storage: Storage,
): Promise<Map<string, Uint8Array>> =>
  checkpointFiles({ ...content, floats: await readParams(params) }, storage);

/** The same of values that are there already. */
export function checkpointFiles(
  { id, config, floats, tokenizer, card, curve }: FolderContent,
  storage: Storage,
): Map<string, Uint8Array> {
  const described: ConfigFile = {
    format: formatName,
    id,
    tokenizer: tokenizer === null ? null : 'tokenizer.json',
    ...config,
  };
  const files = new Map<string, Uint8Array>();
  files.set('config.json', jsonBytes(checked(configFileSchema, described, 'config.json', 'config')));
  files.set(weightsFile, encodeFloats(floats, storage, new Map([['format', formatName]]), weightsFile));
  if (tokenizer !== null) files.set('tokenizer.json', jsonBytes(tokenizer));
  if (card !== undefined) files.set('card.json', cardBytes(card));
  if (curve !== undefined) files.set('curve.json', curveBytes(curve));
  return files;
}
