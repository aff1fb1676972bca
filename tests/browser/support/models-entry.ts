/**
 * What `tests/browser/models.test.ts` runs in a real browser: models on WebGL beside the same on the cpu backend, and
 * beside the reference. Bundled for the page, it leaves its functions on `globalThis.modelTests`.
 */
import { memoryFiles } from '../../../src/models/checkpoints/files.ts';
import { loadCheckpoint } from '../../../src/models/checkpoints/load.ts';
import type { ModelConfig } from '../../../src/models/config.ts';
import { interventionProbe } from '../../../src/models/interventions.ts';
import { crossEntropy } from '../../../src/models/kernels/index.ts';
import { doublingScan, scan } from '../../../src/models/kernels/scan.ts';
import { forward, init, type ModelInputs, type Params } from '../../../src/models/model.ts';
import { disposeParams, flatten, mapParams } from '../../../src/models/params.ts';
import { capture, type Probe } from '../../../src/models/probe.ts';
import {
  add,
  type BackendName,
  backendNames,
  clone,
  memory,
  type Scalar,
  startBackend,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  tensor,
  tidy,
  valueAndGrads,
} from '../../../src/models/tf.ts';
import { randomStream } from '../../../src/random.ts';
import { drawnInputs, type rowIds, smallConfig } from '../../models/small-rows.ts';
import { compareWithReference, type Difference } from '../../reference/compare.ts';

/** Largest difference of each quantity, relative where its numbers are above 1. */
export type Differences = Record<string, number>;

type Quantities = Map<string, Float32Array>;

async function read(name: string, own: Tensor, into: Quantities): Promise<void> {
  into.set(name, Float32Array.from(await own.data()));
  own.dispose();
}

/** The logits, the logits of a run that is looked at, every intermediate and every gradient of a row. */
async function quantitiesOf(id: (typeof rowIds)[number]): Promise<Quantities> {
  const config = smallConfig(id, { capacityFactor: 0.75 });
  const params = init(config, 1);
  const inputs: ModelInputs = drawnInputs(config, 2, 18, 4);
  const found: Quantities = new Map();
  const logits = (probe?: Probe) =>
    tidy(() => forward(params, config, inputs, probe ? { probe } : {}).logits);
  await read('logits', logits(), found);
  const seen = capture(() => true);
  await read('logits, looked at', logits(seen.probe), found);
  for (const [name, own] of seen.tensors) await read(name, own, found);
  const flat = flatten(params);
  const { value, grads } = valueAndGrads((...weights: Tensor[]) => {
    const byName = new Map([...flat.keys()].map((name, index) => [name, weights[index]]));
    const watched: Params = mapParams(params, (own, name) => byName.get(name) ?? own);
    const { logits: own, auxiliary, heads } = forward(watched, config, inputs);
    const classes = heads?.nextSentence
      ? [crossEntropy(heads.nextSentence, tensor([0, 1], [2], 'int32')).loss]
      : [];
    const terms = [...Object.values(auxiliary ?? {}), ...classes] as Scalar[];
    return terms.reduce((sum, term) => add(sum, term) as Scalar, crossEntropy(own, inputs.tokens).loss);
  })([...flat.values()]);
  await read('loss', value, found);
  for (const [index, name] of [...flat.keys()].entries()) {
    const gradient = grads[index];
    if (gradient !== undefined) await read(`gradient of ${name}`, gradient, found);
  }
  return found;
}

/** The logits with each probe in turn ablated, and patched with what stood there: the latter has to be the run itself. */
async function intervenedQuantities(id: (typeof rowIds)[number]): Promise<Quantities> {
  const config = smallConfig(id, { layers: 1 });
  const params = init(config, 7);
  const inputs = drawnInputs(config, 1, 6, 8);
  const found: Quantities = new Map();
  const logits = (probe: Probe) => tidy(() => forward(params, config, inputs, { probe }).logits);
  const seen = capture(() => true);
  await read('logits', logits(seen.probe), found);
  const plain = found.get('logits') ?? new Float32Array();
  for (const [name, own] of seen.tensors) {
    const values = Float32Array.from(await own.data());
    own.dispose();
    const ablate = interventionProbe([{ kind: 'ablate', name, places: [] }]);
    await read(`${name}, ablated`, logits(ablate), found);
    const patch = interventionProbe([{ kind: 'patch', name, places: [], values, shape: own.shape }]);
    await read(name, logits(patch), found);
    const patched = found.get(name);
    if (patched?.some((value, index) => Math.abs(value - (plain[index] ?? Number.NaN)) > 1e-5))
      throw new Error(`Patched into its own run, ${name} of ${id} changes the logits.`);
  }
  return found;
}

function compare(wanted: Quantities, found: Quantities): Differences {
  return Object.fromEntries(
    [...wanted].map(([name, values]) => {
      const others = found.get(name) ?? new Float32Array();
      const scale = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
      let largest = values.length === others.length ? 0 : Number.NaN;
      values.forEach((value, index) => {
        const difference = Math.abs(value - (others[index] ?? Number.NaN)) / scale;
        if (!(difference <= largest)) largest = difference;
      });
      return [name, largest];
    }),
  );
}

/** A scan over more steps than a chunk of the kernel has, several times over, beside the plain form. */
async function scanQuantities(): Promise<Quantities> {
  const found: Quantities = new Map();
  for (const time of [1, 16, 17, 300]) {
    const random = randomStream(time);
    const draw = (make: () => number) =>
      tensor(Float32Array.from({ length: 6 * time }, make), [2, time, 3]) as Tensor3D;
    const [a, b] = [draw(() => random.next()), draw(() => random.normal())];
    await read(
      `scan of ${time}`,
      tidy(() => scan(a, b)),
      found,
    );
    await read(
      `doubling of ${time}`,
      tidy(() => clone(doublingScan(a, b))),
      found,
    );
    const loss = (x: Tensor, y: Tensor) =>
      add(
        scan(x as Tensor3D, y as Tensor3D)
          .square()
          .sum(),
        x.sum(),
      ) as Scalar;
    const { grads } = valueAndGrads(loss)([a, b]);
    for (const [index, gradient] of grads.entries())
      await read(`gradient ${index} of ${time}`, gradient, found);
  }
  return found;
}

async function onBoth(quantities: () => Promise<Quantities>): Promise<Differences> {
  await startBackend('cpu');
  const wanted = await quantities();
  await startBackend('webgl');
  return compare(wanted, await quantities());
}

const fromBase64 = (text: string): Uint8Array =>
  Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

export interface ShippedAnswers {
  /** From the least to the largest logit: a model that answers nothing has none. */
  readonly spread: number;
  /** Largest difference of a logit from that of the cpu backend. */
  readonly differences: Readonly<Record<string, number>>;
}

/** NaN where the lengths differ or a logit is no number. */
function largest(expected: Float32Array, found: Float32Array): number {
  if (expected.length === 0 || expected.length !== found.length) return Number.NaN;
  let most = 0;
  expected.forEach((value, index) => {
    const difference = Math.abs(value - (found[index] ?? Number.NaN));
    if (!(difference <= most)) most = difference;
  });
  return most;
}

/** Twelve drawn tokens, and as many of a source where the model reads one. */
function someInputs(config: ModelConfig): ModelInputs {
  const random = randomStream(4);
  const drawn = () =>
    tensor(
      Array.from({ length: 12 }, () => random.integer(config.vocabulary)),
      [1, 12],
      'int32',
    ) as Tensor2D;
  return { tokens: drawn(), ...(config.encoder ? { source: drawn() } : {}) };
}

const tests = {
  row: (id: (typeof rowIds)[number]): Promise<Differences> => onBoth(() => quantitiesOf(id)),
  intervened: (id: (typeof rowIds)[number]): Promise<Differences> => onBoth(() => intervenedQuantities(id)),
  scan: (): Promise<Differences> => onBoth(scanQuantities),
  /** A folder of `public/checkpoints`, its files as base64: the logits of a few tokens on each backend beside those of cpu. */
  async shipped(files: Readonly<Record<string, string>>, wasmFolder: string): Promise<ShippedAnswers> {
    const decoded = new Map(Object.entries(files).map(([name, text]) => [name, fromBase64(text)]));
    const answers = new Map<BackendName, Float32Array>();
    for (const backend of ['cpu', ...backendNames.filter((name) => name !== 'cpu')] as const) {
      await startBackend(backend, { wasmFolder });
      const { params, config } = await loadCheckpoint(memoryFiles(decoded));
      const logits = tidy(() => forward(params, config, someInputs(config)).logits);
      answers.set(backend, Float32Array.from(await logits.data()));
      logits.dispose();
      disposeParams(params);
    }
    const expected = answers.get('cpu') ?? new Float32Array();
    const spread = Math.max(...expected) - Math.min(...expected);
    return {
      spread,
      differences: Object.fromEntries(Array.from(answers, ([name, own]) => [name, largest(expected, own)])),
    };
  },
  /** A folder of `tests/reference/values`, its files as base64. */
  async reference(files: Readonly<Record<string, string>>): Promise<readonly Difference[]> {
    await startBackend('webgl');
    const decoded = Object.entries(files).map(([name, text]) => [name, fromBase64(text)] as const);
    const before = memory().numTensors;
    const differences = await compareWithReference(memoryFiles(new Map(decoded)));
    if (memory().numTensors !== before) throw new Error('Tensors were left behind.');
    return differences;
  },
};

declare global {
  var modelTests: typeof tests;
}
globalThis.modelTests = tests;
