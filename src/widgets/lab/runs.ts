/**
 * The Lab's runs, whatever page is open: begun, paused, gone on with and kept. A pause ends the run in the worker after its step and
 * keeps its state, so that a step, a pause and a reload all go on from the very numbers that were left.
 */
import { create } from 'zustand';
import {
  type Adjustments,
  type HeldOut,
  isQuiet,
  RuntimeError,
  runtime,
  type TrainingHandle,
  type TrainingState,
  type TrainingStep,
} from '../../runtime/client.ts';
import { isDone, lastStep, type RunRecord, savedWith, upTo } from './run-record.ts';
import { forgetRun, storedRuns, storedState, storeRun } from './storage.ts';

export type RunStatus = 'starting' | 'running' | 'paused' | 'done' | 'failed';

export interface LabRun {
  readonly record: RunRecord;
  readonly status: RunStatus;
}

interface LabRuns {
  readonly runs: readonly LabRun[];
  /** The run that is looked at. */
  readonly chosen: string | null;
  /** Why nothing is remembered; empty: all is well. */
  readonly storageProblem: string;
  /** What was stored has been read. */
  readonly restored: boolean;
}

export const useRuns = create<LabRuns>(() => ({
  runs: [],
  chosen: null,
  storageProblem: '',
  restored: false,
}));

const { getState: get, setState: set } = useRuns;

/** A run that trains now: what comes faster than pictures are due is gathered here. */
interface Training {
  readonly handle: TrainingHandle;
  readonly steps: TrainingStep[];
  readonly heldOut: HeldOut[];
  begun: number;
}

const trainings = new Map<string, Training>();
/** The newest states, so that going on needs no storage. */
const newest = new Map<string, TrainingState>();
let timer: ReturnType<typeof setInterval> | null = null;
const drawEvery = 250; // ms
const saveEvery = 4000; // ms

export const runOf = (id: string | null): LabRun | null =>
  get().runs.find(({ record }) => record.id === id) ?? null;

function change(id: string, part: Partial<LabRun>, record: Partial<RunRecord> = {}): void {
  set(({ runs }) => ({
    runs: runs.map((run) =>
      run.record.id === id ? { ...run, ...part, record: { ...run.record, ...part.record, ...record } } : run,
    ),
  }));
}

export const choose = (id: string | null): void => set({ chosen: id });

/** Steps that came since the last picture. */
function gather(id: string): void {
  const training = trainings.get(id);
  const run = runOf(id);
  if (!training || !run) return;
  const now = performance.now();
  const seconds = run.record.seconds + (now - training.begun) / 1000;
  training.begun = now;
  change(
    id,
    { status: training.steps.length > 0 || run.status === 'running' ? 'running' : run.status },
    {
      steps: [...run.record.steps, ...training.steps.splice(0)],
      heldOut: [...run.record.heldOut, ...training.heldOut.splice(0)],
      seconds,
    },
  );
}

function draw(): void {
  for (const id of trainings.keys()) gather(id);
  if (trainings.size > 0 || timer === null) return;
  clearInterval(timer);
  timer = null;
}

const sentenceOf = (error: unknown): string =>
  error instanceof RuntimeError
    ? `${error.message} ${error.advice}`.trim()
    : error instanceof Error
      ? error.message
      : String(error);

/** Storage may refuse; then that is said once, and the run goes on. */
function keep(id: string, state: TrainingState | null): Promise<void> {
  const run = runOf(id);
  if (!run) return Promise.resolve();
  if (state !== null) change(id, {}, { saved: savedWith(run.record.saved, state.state.step) });
  const record = runOf(id)?.record;
  return record === undefined
    ? Promise.resolve()
    : storeRun(record, state).then(
        () => set({ storageProblem: '' }),
        (error: unknown) => set({ storageProblem: sentenceOf(error) }),
      );
}

export type NewRun = Pick<
  RunRecord,
  'name' | 'payload' | 'experiment' | 'parameters' | 'stepFlops' | 'stepTokens'
>;

const newId = (): string => crypto.getRandomValues(new Uint32Array(2)).join('-');

/** Begins a run at its first weights, or at a state of another whose shape it has. */
export function begin(
  made: NewRun,
  from: { readonly run: RunRecord; readonly state: TrainingState } | null = null,
): string {
  const id = newId();
  const before = from === null ? null : upTo(from.run, from.state.state.step);
  const record: RunRecord = {
    ...made,
    id,
    created: Date.now(),
    steps: before?.steps ?? [],
    heldOut: before?.heldOut ?? [],
    saved: [],
    adjusted: {},
    backend: '',
    seconds: before?.seconds ?? 0,
    config: null,
    tokenizer: null,
    parent: from === null ? null : { id: from.run.id, name: from.run.name, step: from.state.state.step },
    problem: '',
  };
  set(({ runs }) => ({ runs: [...runs, { record, status: 'starting' }], chosen: id }));
  if (from !== null) newest.set(id, from.state);
  train(id, from?.state ?? null, null);
  return id;
}

/** Trains on to the end, or to the end of step `until`. */
function train(id: string, resume: TrainingState | null, until: number | null): void {
  const run = runOf(id);
  if (!run || trainings.has(id)) return;
  const { experiment, adjusted } = run.record;
  const eighth = Math.max(1, Math.ceil(experiment.steps / 8));
  const training = { steps: [], heldOut: [], begun: performance.now() };
  const handle = runtime().train(
    {
      plan: experiment,
      run: id,
      norms: true,
      save: { every: eighth, milliseconds: saveEvery, waits: true },
      measure: { every: Math.max(1, Math.ceil(experiment.steps / 20)), batches: 4 },
      adjusted: until === null ? adjusted : { ...adjusted, until },
      ...(resume === null ? {} : { resume }),
    },
    {
      channel: `lab/${id}`,
      onStep: (step) => trainings.get(id)?.steps.push(step),
      onMeasure: (heldOut) => trainings.get(id)?.heldOut.push(heldOut),
      onSave: (state) => {
        newest.set(id, state);
        gather(id);
        return keep(id, state);
      },
    },
  );
  trainings.set(id, { ...training, handle });
  timer ??= setInterval(draw, drawEvery);
  change(id, { status: 'starting' }, { problem: '' });
  void describe(id, handle);
  handle.done.then(
    ({ state, backend }) => {
      newest.set(id, state);
      ended(id, 'done', '');
      change(id, {}, { backend });
      void keep(id, state);
    },
    (error: unknown) => {
      // What was last good is what there is to go on from.
      ended(id, 'failed', isQuiet(error) ? '' : sentenceOf(error));
      void keep(id, null);
    },
  );
}

function ended(id: string, status: RunStatus, problem: string): void {
  gather(id);
  trainings.delete(id);
  const run = runOf(id);
  if (!run) return;
  change(id, { status: status === 'done' && !isDone(run.record) ? 'paused' : status }, { problem });
}

/** Its config and tokenizer, which the worker knows. */
async function describe(id: string, handle: TrainingHandle): Promise<void> {
  if (runOf(id)?.record.config !== null) return;
  try {
    const { config, tokenizer, parameters, status } = await runtime().load({ model: { training: id } });
    change(id, {}, { config, tokenizer, parameters, backend: status.backend });
  } catch {
    // The run itself says what is wrong.
    await handle.done.catch(() => undefined);
  }
}

export function pause(id: string): void {
  trainings.get(id)?.handle.adjust({ until: 0 });
}

/** Goes on from where it stands; `steps`: only so far. */
export async function goOn(id: string, steps: number | null = null): Promise<void> {
  const run = runOf(id);
  if (!run || trainings.has(id)) return;
  const state = newest.get(id) ?? (await latestStored(run.record));
  const at = state?.state.step ?? 0;
  if (at !== lastStep(run.record)) change(id, {}, upTo(run.record, at));
  train(id, state, steps === null ? null : at + steps);
}

async function latestStored({ id, saved }: RunRecord): Promise<TrainingState | null> {
  const step = saved.at(-1);
  if (step === undefined) return null;
  return storedState(id, step).catch(() => null);
}

/** The state of a run at a step that was saved. */
export async function stateAt(id: string, step: number): Promise<TrainingState | null> {
  const held = newest.get(id);
  if (held?.state.step === step) return held;
  return storedState(id, step).catch(() => null);
}

/** From the next step on. */
export function adjust(id: string, adjustments: Adjustments): void {
  const run = runOf(id);
  if (!run) return;
  change(id, {}, { adjusted: { ...run.record.adjusted, ...adjustments } });
  trainings.get(id)?.handle.adjust(adjustments);
}

/** A run from a file, as if it had been trained here. */
export function adopt(given: RunRecord, state: TrainingState): void {
  const { step } = state.state;
  const record = { ...upTo(given, step), id: newId(), saved: [step], parent: null };
  newest.set(record.id, state);
  const status = isDone(record) ? 'done' : 'paused';
  set(({ runs }) => ({ runs: [...runs, { record, status }], chosen: record.id }));
  void keep(record.id, state);
}

export function rename(id: string, name: string): void {
  change(id, {}, { name });
  void keep(id, null);
}

/** Of its saved steps only the newest stays. */
export async function prune(id: string): Promise<void> {
  const run = runOf(id);
  if (!run) return;
  change(id, {}, { saved: run.record.saved.slice(-1) });
  await keep(id, null);
}

export async function remove(id: string): Promise<void> {
  trainings.get(id)?.handle.cancel();
  trainings.delete(id);
  newest.delete(id);
  runtime().drop({ training: id });
  set(({ runs, chosen }) => ({
    runs: runs.filter(({ record }) => record.id !== id),
    chosen: chosen === id ? null : chosen,
  }));
  await forgetRun(id).catch(() => undefined);
}

/** What an earlier visit left; a run that was on its way stands where it was saved last. */
export async function restore(): Promise<void> {
  if (get().restored) return;
  set({ restored: true });
  try {
    const known = new Set(get().runs.map(({ record }) => record.id));
    const records = (await storedRuns()).filter(({ id }) => !known.has(id));
    const runs = records
      .sort((a, b) => a.created - b.created)
      .map((record): LabRun => {
        const stood = upTo(record, record.saved.at(-1) ?? 0);
        const whole = { ...stood, problem: record.problem };
        return {
          record: whole,
          status: isDone(whole) ? 'done' : record.problem === '' ? 'paused' : 'failed',
        };
      });
    set(({ runs: now, chosen }) => ({
      runs: [...runs, ...now],
      chosen: chosen ?? runs.at(-1)?.record.id ?? null,
    }));
  } catch (error) {
    set({ storageProblem: sentenceOf(error) });
  }
}
