/** Models by name and saved step: fetched once, built on the backend that suits them, dropped when too many. */
import type { ModelConfig } from '../models/config.ts';
import { forward, type Params } from '../models/model.ts';
import { disposeParams } from '../models/params.ts';
import { dispose, type Tensor2D, tensor, tidy } from '../models/tf.ts';
import type { BackendChoice } from './backend-choice.ts';
import type { Candidate } from './backends.ts';
import type { Fetched } from './fetched.ts';
import { fetchModel, type ModelSources } from './model-sources.ts';
import type { BackendName, FromWorker, Measurement, ModelChoice, Progress } from './protocol.ts';
import { modelName } from './protocol.ts';
import type { Wait } from './scheduler.ts';

export interface OpenModel {
  /** `modelName` of the choice. */
  readonly model: string;
  readonly step: number | null;
  readonly config: ModelConfig;
  readonly tokenizer: unknown;
  readonly params: Params;
  readonly candidate: Candidate;
}

export interface Held {
  readonly choice: ModelChoice;
  readonly step: number | null;
  release(): void;
}

interface Download {
  readonly fetched: Promise<Fetched>;
  readonly listeners: Set<(progress: Progress) => void>;
  progress: Progress;
}

interface Stored extends OpenModel {
  readonly bytes: number;
  /** Weights that a training run had on its way. */
  readonly passed: boolean;
}

export interface StoreOptions extends ModelSources {
  readonly backends: BackendChoice;
  readonly send: (event: FromWorker) => void;
  readonly now: () => number;
}

/** The least recently used models beyond this are dropped; what was downloaded stays in the browser's cache. */
const budget = 96 * 2 ** 20; // bytes
/** A run passes through thousands of steps; of all runs so many stay that were looked at last. Another is built from what the run kept. */
const mostPassed = 4;

export class ModelStore {
  private readonly downloads = new Map<string, Download>();
  /** In the order of their last use. */
  private readonly stored = new Map<string, Stored>();

  constructor(private readonly options: StoreOptions) {}

  names(): string[] {
    return [...this.stored.keys()];
  }

  /**
   * The model on its backend, which is then current: valid until the caller yields. Waits, if it has to, by yielding;
   * a model that is there already costs no turn.
   */
  async *open(choice: ModelChoice, step: number | null, id: number): AsyncGenerator<Wait, OpenModel, void> {
    const { backends, runs } = this.options;
    const model = modelName(choice);
    const key = keyOf(model, step);
    yield* this.begun(choice);
    const live = typeof choice === 'object' && 'training' in choice ? runs.live(choice.training, step) : null;
    if (live !== null) {
      const candidate = backends.current();
      await backends.use(candidate);
      return { ...live, model, candidate };
    }
    for (;;) {
      const candidate = backends.for(model);
      const there = this.stored.get(key);
      if (there?.candidate.backend === candidate.backend) {
        await backends.use(candidate);
        this.stored.delete(key);
        this.stored.set(key, there);
        return { ...there, candidate };
      }
      const fetched = yield* this.fetched(key, choice, step, id);
      await backends.use(candidate);
      this.drop(key);
      this.tell(id, { phase: 'prepare', done: 0, total: 1 });
      const params = await fetched.build().catch((error: unknown) => {
        // Another try fetches again: what arrived damaged may arrive whole.
        this.downloads.delete(key);
        throw error;
      });
      const { config, tokenizer, bytes } = fetched;
      const passed = typeof choice === 'object' && 'training' in choice;
      this.stored.set(key, { model, step, config, tokenizer, params, candidate, bytes, passed });
      this.tell(id, { phase: 'prepare', done: 1, total: 1 });
      // What ships is measured once a machine; the others are many.
      if (typeof choice === 'string' && backends.undecided(model)) {
        await this.compare(model, { config, params }, fetched, id);
      }
      this.makeRoom(key);
    }
  }

  /** The choice such that it means the same model in every turn to come, until `release`. */
  async *hold(choice: ModelChoice, step: number | null): AsyncGenerator<Wait, Held, void> {
    yield* this.begun(choice);
    if (typeof choice === 'string' || !('training' in choice) || step !== null) {
      return { choice, step, release: () => {} };
    }
    const { step: now, release } = await this.options.runs.find(choice.training).hold();
    return { choice, step: now, release };
  }

  /** A training run that was asked for before has begun. */
  private async *begun(choice: ModelChoice): AsyncGenerator<Wait, void, void> {
    if (typeof choice === 'string' || !('training' in choice)) return;
    const until = this.options.runs.awaited(choice.training);
    if (until !== null) yield { kind: 'wait', until };
  }

  /** What was fetched stays. */
  dropAll(): void {
    for (const key of this.names()) this.drop(key);
  }

  disposeAll(): void {
    this.dropAll();
    this.downloads.clear();
  }

  /** Every step of one choice, with what was fetched. */
  forget(choice: ModelChoice): void {
    const model = modelName(choice);
    for (const key of [...this.stored.keys(), ...this.downloads.keys()]) {
      if (key === model || key.startsWith(`${model}@`) || isMadeOf(key, choice)) this.forgetKey(key);
    }
  }

  private forgetKey(key: string): void {
    this.drop(key);
    this.downloads.delete(key);
  }

  private tell(id: number, progress: Progress): void {
    this.options.send({ kind: 'progress', id, progress });
  }

  private async *fetched(
    key: string,
    choice: ModelChoice,
    step: number | null,
    id: number,
  ): AsyncGenerator<Wait, Fetched, void> {
    const known = this.downloads.get(key);
    const download = known ?? this.begin(key, choice, step);
    const listener = (progress: Progress) => this.tell(id, progress);
    download.listeners.add(listener);
    listener(download.progress);
    try {
      yield { kind: 'wait', until: download.fetched.then(() => undefined) };
      return await download.fetched;
    } catch (error) {
      // Another try fetches again.
      this.downloads.delete(key);
      throw error;
    } finally {
      download.listeners.delete(listener);
    }
  }

  private begin(key: string, choice: ModelChoice, step: number | null): Download {
    const listeners = new Set<(progress: Progress) => void>();
    const report = (done: number, total: number | null) => {
      download.progress = { phase: 'download', done, total };
      for (const listener of listeners) listener(download.progress);
    };
    const fetched = fetchModel(this.options, choice, step, report);
    fetched.catch(() => undefined); // Whoever waits meets the failure; nobody may be waiting any more.
    const download: Download = { fetched, listeners, progress: { phase: 'download', done: 0, total: null } };
    this.downloads.set(key, download);
    return download;
  }

  private drop(key: string): void {
    const there = this.stored.get(key);
    if (there === undefined) return;
    disposeParams(there.params as never);
    this.stored.delete(key);
  }

  private makeRoom(except: string): void {
    const passed = [...this.stored].flatMap(([key, one]) => (one.passed ? [key] : []));
    for (const key of passed.slice(0, -mostPassed)) this.forgetKey(key);
    let total = [...this.stored.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    for (const [key, { bytes }] of [...this.stored]) {
      if (total <= budget) return;
      if (key === except) continue;
      this.forgetKey(key);
      total -= bytes;
    }
  }

  /** Runs the model on WebGL, where it is, and on WASM, and remembers both. */
  private async compare(model: string, onWebgl: Built, fetched: Fetched, id: number): Promise<void> {
    const { backends, now, send } = this.options;
    this.tell(id, { phase: 'measure', done: 0, total: 2 });
    const webgl = await timeForward(onWebgl, now);
    this.tell(id, { phase: 'measure', done: 1, total: 2 });
    let measurement: Measurement;
    try {
      const wasm = await this.timeOn('wasm', fetched);
      measurement = { model, webgl, wasm };
      send({ kind: 'measured', measurement });
    } catch {
      // WASM does not start: for this page WebGL is faster than nothing. Not remembered beyond it.
      measurement = { model, webgl, wasm: webgl };
    }
    backends.decide(measurement);
    this.tell(id, { phase: 'measure', done: 2, total: 2 });
  }

  private async timeOn(backend: BackendName, fetched: Fetched): Promise<number> {
    await this.options.backends.tryOut(backend);
    const params = await fetched.build();
    try {
      return await timeForward({ config: fetched.config, params }, this.options.now);
    } finally {
      disposeParams(params as never);
    }
  }
}

type Built = Pick<OpenModel, 'config' | 'params'>;

/** Whether its weights were taken from this training run. */
const isMadeOf = (key: string, choice: ModelChoice): boolean =>
  typeof choice === 'object' &&
  'training' in choice &&
  /^(average|folded)\//.test(key) &&
  key.split('/').includes(choice.training);

const keyOf = (model: string, step: number | null): string => (step === null ? model : `${model}@${step}`);

/** Milliseconds of one forward pass: the middle of three, after one that compiles. */
async function timeForward({ config, params }: Built, now: () => number): Promise<number> {
  const length = Math.min(32, config.context, config.encoder?.context ?? config.context);
  const ids = Array.from({ length }, (_, index) => index % config.vocabulary);
  const text = () => tensor(ids, [1, length], 'int32') as Tensor2D; // [1, seq]
  const times: number[] = [];
  for (let round = 0; round < 4; round++) {
    const before = now();
    const logits = tidy(
      () => forward(params, config, { tokens: text(), ...(config.encoder ? { source: text() } : {}) }).logits, // [1, seq, vocabulary]
    );
    await logits.data();
    dispose(logits);
    if (round > 0) times.push(now() - before);
  }
  return times.sort((a, b) => a - b)[1] ?? 0;
}
