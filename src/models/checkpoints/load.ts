/**
 * Opens a checkpoint folder, ours or one of Hugging Face's. The caller starts the backend first, and disposes the
 * parameters (`disposeParams`). All is read and checked before the first tensor is made.
 */
import type { ModelConfig } from '../config.ts';
import type { Params } from '../model.ts';
import { buildParams } from './build.ts';
import { type ModelCard, parseCard } from './card.ts';
import { configFileSchema } from './config-schema.ts';
import { CheckpointError } from './errors.ts';
import { type FileProgress, type FileSource, readIfThere, weightsFile } from './files.ts';
import { readHuggingFace } from './huggingface.ts';
import { type FloatTensor, floatTensors } from './int8.ts';
import { checked, parseJson, parseRecord } from './json.ts';
import { readSafetensors } from './safetensors.ts';

type JsonRecord = { readonly [key: string]: unknown };

export interface Checkpoint {
  readonly id: string;
  readonly config: ModelConfig;
  readonly params: Params;
  /** What `tokenizer.json` holds, for the tokenizers of `src/data`; null where there is none. */
  readonly tokenizer: unknown;
  readonly card: ModelCard | null;
}

/** A folder as it was read and checked: all that is needed to build the model, on any backend and more than once. */
export interface Folder extends Omit<Checkpoint, 'params'> {
  /** Of the numbers that its parameters are made of. */
  readonly bytes: number;
  build(): Params;
}

/** `onProgress` tells of the weights, the only large file. */
export async function openFolder(files: FileSource, onProgress?: FileProgress): Promise<Folder> {
  const json = parseRecord(await files.read('config.json'), 'config.json');
  if ('format' in json) return openOurs(files, json, onProgress);
  if ('model_type' in json) return openHuggingFace(files, json, onProgress);
  throw new CheckpointError('config', 'the file has neither a format nor a model_type.', 'config.json');
}

export async function loadCheckpoint(files: FileSource, onProgress?: FileProgress): Promise<Checkpoint> {
  const { id, config, tokenizer, card, build } = await openFolder(files, onProgress);
  return { id, config, tokenizer, card, params: build() };
}

type Description = Omit<Checkpoint, 'params' | 'card'>;

/** The config, id and tokenizer of a folder of ours, without its weights. */
export async function loadDescription(files: FileSource): Promise<Description> {
  return describe(files, parseRecord(await files.read('config.json'), 'config.json'));
}

async function describe(files: FileSource, json: JsonRecord): Promise<Description> {
  const { format: _, id, tokenizer, ...config } = checked(configFileSchema, json, 'config.json', 'config');
  if (tokenizer === null) return { id, config, tokenizer: null };
  const content = parseJson(await files.read(tokenizer), tokenizer);
  checkVocabulary(content, config, tokenizer);
  return { id, config, tokenizer: content };
}

/** The parameters of one file of a folder of ours: the finished model, or a saved step (`stepFile` of `files.ts`). */
export async function loadParams(
  files: FileSource,
  config: ModelConfig,
  file = weightsFile,
  onProgress?: FileProgress,
): Promise<Params> {
  const { tensors } = readSafetensors(await files.read(file, onProgress), { file });
  return buildParams(floatTensors(tensors, file), config, file);
}

async function openOurs(
  files: FileSource,
  json: JsonRecord,
  onProgress: FileProgress | undefined,
): Promise<Folder> {
  const described = await describe(files, json);
  const cardFile = await readIfThere(files, 'card.json');
  const card = cardFile === null ? null : parseCard(cardFile);
  const { tensors } = readSafetensors(await files.read(weightsFile, onProgress), { file: weightsFile });
  return { ...described, card, ...built(floatTensors(tensors, weightsFile), described.config) };
}

async function openHuggingFace(
  files: FileSource,
  json: JsonRecord,
  onProgress: FileProgress | undefined,
): Promise<Folder> {
  const tokenizerFile = await readIfThere(files, 'tokenizer.json');
  const tokenizer = tokenizerFile === null ? null : parseJson(tokenizerFile, 'tokenizer.json');
  const { id, config, floats } = await readHuggingFace(files, json, onProgress);
  checkVocabulary(tokenizer, config, 'tokenizer.json');
  return { id, config, tokenizer, card: null, ...built(floats, config) };
}

function built(
  floats: ReadonlyMap<string, FloatTensor>,
  config: ModelConfig,
): Pick<Folder, 'bytes' | 'build'> {
  const numbers = [...floats.values()].reduce((sum, { data }) => sum + data.length, 0);
  return { bytes: 4 * numbers, build: () => buildParams(floats, config, weightsFile) };
}

/** There must not be a piece without a row in the embedding. */
function checkVocabulary(tokenizer: unknown, config: ModelConfig, file: string): void {
  const pieces = countPieces(tokenizer);
  if (pieces <= config.vocabulary) return;
  const sentence = `the tokenizer has ${pieces} pieces, the model only ${config.vocabulary}.`;
  throw new CheckpointError('tokenizer', sentence, file);
}

const isRecord = (value: unknown): value is JsonRecord => typeof value === 'object' && value !== null;

/**
 * One more than the largest id. Ours lists its pieces; Hugging Face's has a map from pieces to ids, or for Unigram a list
 * of pairs, and pieces that were added to those.
 */
function countPieces(tokenizer: unknown): number {
  if (!isRecord(tokenizer)) return 0;
  const { vocabulary, model, added_tokens: added } = tokenizer;
  if (Array.isArray(vocabulary)) return vocabulary.length;
  const vocab = isRecord(model) ? model.vocab : undefined;
  const listed = Array.isArray(vocab) ? vocab.length : 0;
  const ids: unknown[] = isRecord(vocab) && !Array.isArray(vocab) ? Object.values(vocab) : [];
  const more: unknown[] = Array.isArray(added) ? added.map((one) => (isRecord(one) ? one.id : null)) : [];
  return [...ids, ...more].reduce<number>(
    (most, id) => (typeof id === 'number' ? Math.max(most, id + 1) : most),
    listed,
  );
}
