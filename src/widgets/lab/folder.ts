/**
 * A run as a folder of files, and back: what every checkpoint of ours has (`config.json`, `model.safetensors`, `tokenizer.json`,
 * `card.json`, `curve.json`), and what it takes to go on: `run.json` and the optimizer's moments in `state.safetensors`.
 */
import { unzipSync, zipSync } from 'fflate';
import { datasets } from '../../data/datasets.ts';
import type { ModelCard } from '../../models/checkpoints/card.ts';
import { weightsFile } from '../../models/checkpoints/files.ts';
import { type FloatTensor, floatTensors } from '../../models/checkpoints/int8.ts';
import { readSafetensors } from '../../models/checkpoints/safetensors.ts';
import { checkpointFiles, encodeFloats } from '../../models/checkpoints/save.ts';
import type { TrainingState, UploadedFiles } from '../../runtime/client.ts';
import { lastStep, type RunRecord, readRecord, upTo } from './run-record.ts';
import { floorOf, recentLoss } from './series.ts';

const recordFile = 'run.json';
const momentsFile = 'state.safetensors';
const text = new TextEncoder();

type Floats = ReadonlyMap<string, FloatTensor>;

/** What the worker opens: without what only training needs. */
export function modelFiles(record: RunRecord, state: TrainingState): UploadedFiles {
  const { id, config, tokenizer } = record;
  if (config === null) throw new Error('Nothing is known of this model yet.');
  const files = checkpointFiles({ id, config, floats: state.state.params, tokenizer }, 'float32');
  return Object.fromEntries([...files].map(([name, bytes]) => [name, blobOf(bytes)]));
}

const blobOf = (bytes: Uint8Array): Blob => new Blob([bytes as Uint8Array<ArrayBuffer>]);

export function zipOf(whole: RunRecord, state: TrainingState, address: string): Blob {
  const { step, optimizer, params } = state.state;
  const record = { ...upTo(whole, step), saved: [step] };
  const { id, config, tokenizer } = record;
  if (config === null) throw new Error('Nothing is known of this model yet.');
  const curve = {
    steps: record.steps.map((one) => one.step),
    loss: record.steps.map(({ loss }) => loss),
    floor: floorOf(record) === null ? null : record.steps.map(({ floor }) => floor ?? 0),
    gradientNorm: record.steps.map(({ gradientNorm }) => gradientNorm),
    heldOut: [...record.heldOut],
    saved: [],
  };
  const card = cardOf(record, address);
  const files = checkpointFiles({ id, config, floats: params, tokenizer, card, curve }, 'float32');
  const moments = new Map<string, FloatTensor>();
  for (const [name, tensor] of optimizer.means) moments.set(`means/${name}`, tensor);
  for (const [name, tensor] of optimizer.squares) moments.set(`squares/${name}`, tensor);
  const metadata = new Map([
    ['step', String(step)],
    ['optimizerSteps', String(optimizer.steps)],
  ]);
  files.set(momentsFile, encodeFloats(moments, 'float32', metadata, momentsFile));
  files.set(recordFile, text.encode(JSON.stringify(record)));
  return blobOf(zipSync(Object.fromEntries(files), { level: 0 }));
}

function cardOf(record: RunRecord, address: string): ModelCard {
  const { id, name, experiment, stepTokens, parameters, seconds, backend } = record;
  const step = lastStep(record);
  const loss = record.heldOut.at(-1)?.loss ?? recentLoss(record) ?? 0;
  const floor = floorOf(record);
  const own = 'text' in (experiment.data.options ?? {});
  return {
    id,
    what: `${name}, trained in the Lab`,
    data: [
      {
        name: datasets.get(experiment.data.id)?.title ?? experiment.data.id,
        licence: own ? 'its author’s' : 'ours (MIT)',
        package: null,
      },
    ],
    command: address,
    seed: experiment.seed,
    steps: step,
    tokens: step * stepTokens,
    wallSeconds: seconds,
    machine: {
      processors: navigator.hardwareConcurrency ?? 1,
      model: 'a browser',
      backend: backend === '' ? 'wasm' : backend,
    },
    parameters,
    storage: 'float32',
    loss,
    floor,
    gap: floor === null ? null : loss - floor,
    bars: [],
    deviations: [],
    date: new Date().toISOString().slice(0, 10),
  };
}

export interface OpenedFolder {
  readonly files: UploadedFiles;
  /** Where it is a run of the Lab that can go on. */
  readonly run: { readonly record: RunRecord; readonly state: TrainingState } | null;
}

/** More is no model for a tab. */
const mostBytes = 2 ** 30;

/** What was dropped or chosen: a zip of ours, or the files of a folder. Throws with a sentence. */
export async function openFolder(chosen: readonly File[]): Promise<OpenedFolder> {
  if (chosen.reduce((sum, { size }) => sum + size, 0) > mostBytes)
    throw new Error('These files are larger than a tab can hold.');
  const [only] = chosen;
  const zip = chosen.length === 1 && only?.name.endsWith('.zip') ? await unzipped(only) : null;
  const files: UploadedFiles = zip ?? Object.fromEntries(chosen.map((file) => [baseName(file.name), file]));
  if (!('config.json' in files)) throw new Error('There is no config.json among these files.');
  return { files, run: await runIn(files) };
}

const baseName = (path: string): string => path.split('/').at(-1) ?? path;

async function unzipped(file: File): Promise<UploadedFiles> {
  try {
    const found = unzipSync(new Uint8Array(await file.arrayBuffer()), {
      filter: ({ originalSize }) => originalSize <= mostBytes,
    });
    return Object.fromEntries(Object.entries(found).map(([name, bytes]) => [baseName(name), blobOf(bytes)]));
  } catch {
    throw new Error('This zip file is damaged.');
  }
}

async function runIn(files: UploadedFiles): Promise<OpenedFolder['run']> {
  const [json, weights, moments] = [files[recordFile], files[weightsFile], files[momentsFile]];
  if (!json || !weights || !moments) return null;
  const record = readRecord(parsed(await json.text()));
  if (record === null) throw new Error('Its run.json is of another version, or damaged.');
  const stored = await floatsOf(moments, momentsFile);
  const { floats: params } = await floatsOf(weights, weightsFile);
  const step = Number(stored.metadata.get('step'));
  const steps = Number(stored.metadata.get('optimizerSteps'));
  if (!Number.isInteger(step) || step !== lastStep(record) || !Number.isInteger(steps))
    throw new Error('Its run.json and state.safetensors are not of one step.');
  const optimizer = {
    steps,
    means: group(stored.floats, 'means/'),
    squares: group(stored.floats, 'squares/'),
  };
  const state = { plan: record.experiment, adjusted: record.adjusted, state: { step, params, optimizer } };
  return { record, state };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

async function floatsOf(blob: Blob, file: string) {
  const { tensors, metadata } = readSafetensors(new Uint8Array(await blob.arrayBuffer()), { file });
  return { floats: floatTensors(tensors, file), metadata };
}

const group = (floats: Floats, prefix: string): Map<string, FloatTensor> =>
  new Map(
    [...floats].flatMap(([name, tensor]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), tensor] as const] : [],
    ),
  );
