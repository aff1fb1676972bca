/**
 * Hugging Face folders in and out: `config.json`, `model.safetensors` (or its shards), by the rows of `huggingface/`.
 * What is exported opens in Hugging Face's transformers and gives the same logits.
 */
import type { ModelConfig } from '../config.ts';
import { CheckpointError } from './errors.ts';
import { type FileProgress, type FileSource, readIfThere, weightsFile } from './files.ts';
import { bart } from './huggingface/bart.ts';
import { bert } from './huggingface/bert.ts';
import { gpt2 } from './huggingface/gpt2.ts';
import { LayoutError, type Rule, toOurs, toTheirs } from './huggingface/layouts.ts';
import { llama } from './huggingface/llama.ts';
import { mamba } from './huggingface/mamba.ts';
import { mistral } from './huggingface/mistral.ts';
import { mixtral } from './huggingface/mixtral.ts';
import { roberta } from './huggingface/roberta.ts';
import type { HuggingFaceRow, Json } from './huggingface/row.ts';
import { switchTransformers } from './huggingface/switch-transformers.ts';
import { t5 } from './huggingface/t5.ts';
import { type FloatTensor, floatTensors } from './int8.ts';
import { jsonBytes, parseRecord } from './json.ts';
import { readSafetensors, type StoredTensor } from './safetensors.ts';
import { encodeFloats } from './save.ts';

/** By `model_type`. */
const rows: Readonly<Record<string, HuggingFaceRow>> = {
  gpt2,
  llama,
  mistral,
  mixtral,
  bert,
  roberta,
  t5,
  bart,
  switch_transformers: switchTransformers,
  mamba,
};

export interface HuggingFaceModel {
  readonly id: string;
  readonly config: ModelConfig;
  /** By our names. */
  readonly floats: Map<string, FloatTensor>;
}

export async function readHuggingFace(
  files: FileSource,
  json: Json,
  onProgress?: FileProgress,
): Promise<HuggingFaceModel> {
  const [type, row] = rowOf(json);
  row.readConfig(json, () => true); // What is wrong with it is told before the weights are fetched.
  const named = unprefixed(await readWeights(files, onProgress), row);
  const config = row.readConfig(json, (name) => named.has(name));
  const theirs = new Map([...named].filter(([name]) => !row.ignored(name, config)));
  const floats = renamed(floatTensors(theirs, weightsFile), row.rules(config));
  return { id: typeof json._name_or_path === 'string' ? json._name_or_path : type, config, floats };
}

function rowOf(json: Json): [string, HuggingFaceRow] {
  const type = String(json.model_type);
  const row = Object.hasOwn(rows, type) ? rows[type] : undefined;
  if (row !== undefined) return [type, row];
  const known = Object.keys(rows).join(', ');
  throw new CheckpointError(
    'unsupported',
    `model_type ${type} is unknown; known are ${known}.`,
    'config.json',
  );
}

function unprefixed<T>(tensors: ReadonlyMap<string, T>, { prefix }: HuggingFaceRow): Map<string, T> {
  return new Map(
    [...tensors].map(([name, tensor]) => [
      name.startsWith(prefix) ? name.slice(prefix.length) : name,
      tensor,
    ]),
  );
}

/** Some tensors that go by their names, such as the gradients of weights, by ours. */
export function fromTheirNames(
  json: Json,
  config: ModelConfig,
  theirs: ReadonlyMap<string, FloatTensor>,
): Map<string, FloatTensor> {
  const [, row] = rowOf(json);
  const named = unprefixed(theirs, row);
  const present = row.rules(config).filter((rule) => rule.theirs.every((name) => named.has(name)));
  return renamed(named, present);
}

function renamed(
  theirs: ReadonlyMap<string, FloatTensor>,
  nameMap: readonly Rule[],
): Map<string, FloatTensor> {
  const ours = new Map<string, FloatTensor>();
  const used = new Set<string>();
  for (const rule of nameMap) {
    const sources = rule.theirs.map((name) => {
      const found = theirs.get(name);
      if (found === undefined) {
        throw new CheckpointError('missing-tensor', `tensor ${name} is missing.`, weightsFile, name);
      }
      used.add(name);
      return found;
    });
    const [first = ''] = rule.theirs;
    const made = inLayout(first, () => toOurs(rule, sources));
    rule.ours.forEach((name, index) => {
      const tensor = made[index];
      if (tensor !== undefined) ours.set(name, tensor);
    });
  }
  for (const name of theirs.keys()) {
    if (used.has(name)) continue;
    const sentence = `tensor ${name} has no place in a model of this config.`;
    throw new CheckpointError('extra-tensor', sentence, weightsFile, name);
  }
  return ours;
}

function inLayout(name: string, change: () => FloatTensor[]): FloatTensor[] {
  try {
    return change();
  } catch (error) {
    if (!(error instanceof LayoutError)) throw error;
    throw new CheckpointError('shape', `tensor ${name} ${error.message}.`, weightsFile, name);
  }
}

const indexFile = 'model.safetensors.index.json';

/** One file, or the shards that an index names. */
async function readWeights(
  files: FileSource,
  onProgress: FileProgress | undefined,
): Promise<Map<string, StoredTensor>> {
  const whole = await readIfThere(files, weightsFile, onProgress);
  if (whole !== null) return readSafetensors(whole, { file: weightsFile }).tensors;
  const index = await readIfThere(files, indexFile);
  if (index === null) {
    throw new CheckpointError('missing-file', `the file is missing, and so is ${indexFile}.`, weightsFile);
  }
  const places = readIndex(index);
  const tensors = new Map<string, StoredTensor>();
  let before = 0;
  for (const shard of new Set(places.values())) {
    const bytes = await files.read(shard, (loaded) => onProgress?.(before + loaded, null));
    before += bytes.length;
    for (const [name, tensor] of readSafetensors(bytes, { file: shard }).tensors) {
      if (places.get(name) !== shard) {
        throw new CheckpointError('extra-tensor', `tensor ${name} is not here by ${indexFile}.`, shard, name);
      }
      tensors.set(name, tensor);
    }
  }
  for (const [name, shard] of places) {
    if (!tensors.has(name)) {
      throw new CheckpointError(
        'missing-tensor',
        `tensor ${name}, which ${indexFile} lists, is missing.`,
        shard,
        name,
      );
    }
  }
  return tensors;
}

/** Tensor name -> file name. */
function readIndex(bytes: Uint8Array): Map<string, string> {
  const { weight_map: map } = parseRecord(bytes, indexFile);
  if (typeof map !== 'object' || map === null)
    throw new CheckpointError('json', 'weight_map is missing.', indexFile);
  return new Map(
    Object.entries(map).map(([name, shard]): [string, string] => {
      if (typeof shard === 'string' && /^[\w-][\w.-]*$/.test(shard)) return [name, shard];
      throw new CheckpointError('json', `weight_map names no file for tensor ${name}.`, indexFile, name);
    }),
  );
}

/** The files of a Hugging Face folder for a model of ours; `floats` by our names (`readParams` of `save.ts`). */
export function writeHuggingFace(
  config: ModelConfig,
  floats: ReadonlyMap<string, FloatTensor>,
): Map<string, Uint8Array> {
  const [type, row] = rowFor(config);
  const theirs = new Map<string, FloatTensor>();
  for (const rule of row.rules(config)) {
    const sources = rule.ours.map((name) => {
      const found = floats.get(name);
      if (found === undefined)
        throw new CheckpointError('missing-tensor', `tensor ${name} is missing.`, null, name);
      return found;
    });
    const made = toTheirs(rule, sources);
    rule.theirs.forEach((name, index) => {
      const tensor = made[index];
      const full = row.heads.some((head) => name.startsWith(head)) ? name : `${row.prefix}${name}`;
      if (tensor !== undefined) theirs.set(full, tensor);
    });
  }
  const json = {
    architectures: [row.className(config)],
    model_type: type,
    dtype: 'float32',
    ...row.writeConfig(config),
  };
  return new Map([
    ['config.json', withDecimalPoints(jsonBytes(json))],
    // Their loader asks for this mark.
    [weightsFile, encodeFloats(theirs, 'float32', new Map([['format', 'pt']]), weightsFile)],
  ]);
}

/** Their reader tells 1.0 from 1, which JSON of ours does not: these fields are never whole numbers to it. */
const realFields =
  /("(?:initializer_factor|initializer_range|init_std|rope_theta|\w*_coef|\w*eps(?:ilon)?)": -?\d+)(,?)$/gm;

const withDecimalPoints = (json: Uint8Array): Uint8Array =>
  new TextEncoder().encode(new TextDecoder().decode(json).replace(realFields, '$1.0$2'));

/** The row that reads back exactly this config from what it writes. */
function rowFor(config: ModelConfig): [string, HuggingFaceRow] {
  for (const [type, row] of Object.entries(rows)) {
    try {
      const written = row.writeConfig(config);
      const names = new Set(row.rules(config).flatMap(({ theirs }) => theirs));
      if (
        sameJson(
          row.readConfig(written, (name) => names.has(name)),
          config,
        )
      )
        return [type, row];
    } catch (error) {
      if (!(error instanceof CheckpointError)) throw error;
    }
  }
  const known = Object.keys(rows).join(', ');
  throw new CheckpointError('unsupported', `a model of this config is none of Hugging Face's ${known}.`);
}

function sameJson(left: unknown, right: unknown): boolean {
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null)
    return left === right;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every(
      (key) => Object.hasOwn(right, key) && sameJson(Reflect.get(left, key), Reflect.get(right, key)),
    )
  );
}
