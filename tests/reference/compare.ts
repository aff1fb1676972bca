/**
 * One model of the reference's, run here: how far every intermediate, the logits, the loss and the gradients are from
 * what the reference made of it. Runs wherever a backend does, in Node and in a browser: files come from a `FileSource`.
 */
import type { FileSource } from '../../src/models/checkpoints/files.ts';
import { fromTheirNames } from '../../src/models/checkpoints/huggingface.ts';
import { type FloatTensor, floatTensors } from '../../src/models/checkpoints/int8.ts';
import { parseRecord } from '../../src/models/checkpoints/json.ts';
import { loadCheckpoint } from '../../src/models/checkpoints/load.ts';
import { readSafetensors, type StoredTensor } from '../../src/models/checkpoints/safetensors.ts';
import type { ModelConfig } from '../../src/models/config.ts';
import { crossEntropy } from '../../src/models/kernels/index.ts';
import { forward, type ModelInputs, type ModelOutput, type Params } from '../../src/models/model.ts';
import { disposeParams, flatten, mapParams } from '../../src/models/params.ts';
import { capture } from '../../src/models/probe.ts';
import { add, dispose, type Scalar, type Tensor, tensor, valueAndGrads } from '../../src/models/tf.ts';
import { probeFor } from './probes.ts';

export interface Difference {
  /** The reference's name: `hidden_states.1`, `loss`; or our parameter's. */
  readonly name: string;
  readonly kind: 'intermediate' | 'logits' | 'loss' | 'gradient';
  /** Largest absolute difference; of a gradient relative to its largest value. */
  readonly difference: number;
}

export const bars = { wasm: 1e-4, cpu: 1e-4, webgl: 1e-3 } as const;
export const gradientBar = 1e-3;

/**
 * A gradient that is nothing but rounding (of the bias of a key, which no softmax can see) is measured against this
 * share of the model's largest instead of itself.
 */
const noise = 1e-3;

const referenceFile = 'reference.safetensors';

export async function compareWithReference(files: FileSource): Promise<Difference[]> {
  const json = parseRecord(await files.read('config.json'), 'config.json');
  const { tensors } = readSafetensors(await files.read(referenceFile), { file: referenceFile });
  const { config, params } = await loadCheckpoint(files);
  const inputs = inputsOf(under(tensors, 'inputs.'));
  try {
    const expected = floatTensors(under(tensors, 'outputs.'), referenceFile);
    const run = runModel(params, config, inputs, under(tensors, 'targets.'), [...expected.keys()]);
    const gradients = floatTensors(under(tensors, 'gradients.'), referenceFile);
    try {
      return [
        ...(await compareOutputs(expected, run, config)),
        ...(await compareGradients(fromTheirNames(json, config, gradients), run.gradients)),
      ];
    } finally {
      dispose([run.loss, ...run.captured.values(), ...run.gradients.values()]);
    }
  } finally {
    disposeParams(params);
    dispose(Object.values(inputs));
  }
}

/** The entries whose names begin with `prefix`, without it. */
function under<T>(tensors: ReadonlyMap<string, T>, prefix: string): Map<string, T> {
  return new Map(
    [...tensors].flatMap(([name, value]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [],
    ),
  );
}

function inputsOf(stored: ReadonlyMap<string, StoredTensor>): ModelInputs {
  const entries = [...stored].map(([name, { shape, data }]) => [name, integers(data, shape)]);
  return Object.fromEntries(entries) as ModelInputs;
}

const integers = (data: StoredTensor['data'], shape: readonly number[]): Tensor =>
  tensor(Int32Array.from(data as Int32Array), [...shape], 'int32');

interface Run {
  readonly loss: Scalar;
  readonly captured: ReadonlyMap<string, Tensor>;
  readonly gradients: ReadonlyMap<string, Tensor>;
}

function runModel(
  params: Params,
  config: ModelConfig,
  inputs: ModelInputs,
  targets: ReadonlyMap<string, StoredTensor>,
  outputs: readonly string[],
): Run {
  const names = new Set(outputs.filter((name) => name !== 'loss').map((name) => probeFor(name, config)));
  const { probe, tensors: captured } = capture((name) => names.has(name));
  const flat = flatten(params);
  const { value, grads } = valueAndGrads((...weights: Tensor[]) => {
    const byName = new Map([...flat.keys()].map((name, index) => [name, weights[index]]));
    const watched = mapParams(params, (weight, name) => byName.get(name) ?? weight);
    return lossOf(forward(watched, config, inputs, { probe }), targets);
  })([...flat.values()]);
  const gradients = new Map(
    [...flat.keys()].flatMap((name, index) => {
      const gradient = grads[index];
      return gradient ? [[name, gradient] as const] : [];
    }),
  );
  return { loss: value as Scalar, captured, gradients };
}

/** The sum of every head's cross-entropy, and of what the model itself adds. */
function lossOf(output: ModelOutput, targets: ReadonlyMap<string, StoredTensor>): Scalar {
  const heads: Readonly<Record<string, Tensor | undefined>> = { logits: output.logits, ...output.heads };
  const terms = [...targets].map(([name, { data, shape }]) => {
    const scores = heads[name];
    if (scores === undefined) throw new Error(`The model has no head called ${name}.`);
    const ids = Array.from(data as Int32Array);
    const wanted = tensor(
      ids.map((id) => Math.max(0, id)),
      [...shape],
      'int32',
    );
    const weights = tensor(
      ids.map((id) => (id < 0 ? 0 : 1)),
      [...shape],
      'float32',
    );
    return crossEntropy(scores, wanted, weights).loss;
  });
  const own = Object.values(output.auxiliary ?? {}).filter((term) => term !== undefined);
  return [...terms, ...own].reduce((sum, term) => add(sum, term) as Scalar);
}

const kinds: Readonly<Record<string, Difference['kind']>> = {
  loss: 'loss',
  logits: 'logits',
  classification: 'logits',
};

async function compareOutputs(
  expected: ReadonlyMap<string, FloatTensor>,
  run: Run,
  config: ModelConfig,
): Promise<Difference[]> {
  const differences: Difference[] = [];
  for (const [name, { shape, data }] of expected) {
    const ours = name === 'loss' ? run.loss : run.captured.get(probeFor(name, config));
    if (ours === undefined) throw new Error(`The model never passed ${probeFor(name, config)}.`);
    if (name !== 'loss' && shape.join() !== ours.shape.join()) {
      throw new Error(
        `${name} has the shape [${shape.join()}] in the reference, [${ours.shape.join()}] here.`,
      );
    }
    differences.push({
      name,
      kind: kinds[name] ?? 'intermediate',
      difference: largestDifference(data, await ours.data()),
    });
  }
  return differences;
}

async function compareGradients(
  expected: ReadonlyMap<string, FloatTensor>,
  gradients: ReadonlyMap<string, Tensor>,
): Promise<Difference[]> {
  const largestOfAll = Math.max(...[...expected.values()].map(({ data }) => largest(data)));
  const differences: Difference[] = [];
  for (const [name, { data }] of expected) {
    const ours = gradients.get(name);
    if (ours === undefined) throw new Error(`${name} has a gradient in the reference, but none here.`);
    const scale = Math.max(largest(data), noise * largestOfAll);
    differences.push({
      name,
      kind: 'gradient',
      difference: largestDifference(data, await ours.data()) / scale,
    });
  }
  return differences;
}

/** NaN where one of them is not a number: no bar lets that pass. */
function largestDifference(expected: Float32Array, ours: ArrayLike<number>): number {
  let found = expected.length === ours.length ? 0 : Number.NaN;
  expected.forEach((value, index) => {
    const difference = Math.abs(value - (ours[index] ?? Number.NaN));
    if (!(difference <= found)) found = difference;
  });
  return found;
}

const largest = (values: Float32Array): number =>
  values.reduce((found, value) => Math.max(found, Math.abs(value)), 0);

export interface Summary {
  readonly intermediates: number;
  readonly logits: number;
  readonly loss: number;
  readonly gradients: number;
  readonly holds: boolean;
}

const worst = (differences: readonly Difference[], kind: Difference['kind']): number =>
  largestDifference(
    new Float32Array(differences.filter((one) => one.kind === kind).length),
    differences.filter((one) => one.kind === kind).map(({ difference }) => difference),
  );

export function summarize(differences: readonly Difference[], bar: number): Summary {
  const summary = {
    intermediates: worst(differences, 'intermediate'),
    logits: worst(differences, 'logits'),
    loss: worst(differences, 'loss'),
    gradients: worst(differences, 'gradient'),
  };
  const { gradients, ...values } = summary;
  return {
    ...summary,
    holds: Object.values(values).every((difference) => difference <= bar) && gradients <= gradientBar,
  };
}
