/**
 * Runs in this browser's own database: a record of each, and the states that were saved of it. Anything may go wrong there
 * (private windows, a full disk): whoever calls is told, and training goes on without a memory.
 */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { TrainingState } from '../../runtime/client.ts';
import { type RunRecord, readRecord } from './run-record.ts';

interface Tables extends DBSchema {
  runs: { key: string; value: RunRecord };
  /** By run and step. */
  states: { key: [string, number]; value: TrainingState };
}

let opened: Promise<IDBPDatabase<Tables>> | null = null;

function database(): Promise<IDBPDatabase<Tables>> {
  opened ??= openDB<Tables>('llm-architecture-lab', 1, {
    upgrade(made) {
      made.createObjectStore('runs', { keyPath: 'id' });
      made.createObjectStore('states');
    },
  });
  opened.catch(() => {
    opened = null;
  });
  return opened;
}

/** Of one run: from its first step to its last. */
const ofRun = (id: string) => IDBKeyRange.bound([id, 0], [id, Number.MAX_SAFE_INTEGER]);

/** What an older version of the book left and this one cannot read is left alone. */
export async function storedRuns(): Promise<RunRecord[]> {
  return (await (await database()).getAll('runs')).flatMap((given) => readRecord(given) ?? []);
}

/** The record and its newest state in one go, so that neither is ever newer than the other; states not named go. */
export async function storeRun(record: RunRecord, state: TrainingState | null): Promise<void> {
  const change = (await database()).transaction(['runs', 'states'], 'readwrite');
  const states = change.objectStore('states');
  const before = await states.getAllKeys(ofRun(record.id));
  await Promise.all([
    change.objectStore('runs').put(record),
    ...(state === null ? [] : [states.put(state, [record.id, state.state.step])]),
    ...before.filter(([, step]) => !record.saved.includes(step)).map((key) => states.delete(key)),
    change.done,
  ]);
}

export async function storedState(id: string, step: number): Promise<TrainingState | null> {
  return (await (await database()).get('states', [id, step])) ?? null;
}

export async function forgetRun(id: string): Promise<void> {
  const change = (await database()).transaction(['runs', 'states'], 'readwrite');
  await Promise.all([
    change.objectStore('runs').delete(id),
    change.objectStore('states').delete(ofRun(id)),
    change.done,
  ]);
}

/** Bytes that this site keeps in all, and how many it may; null where the browser does not say. */
export async function storageUse(): Promise<{ readonly used: number; readonly quota: number } | null> {
  const { usage, quota } = (await navigator.storage?.estimate?.().catch(() => null)) ?? {};
  return usage === undefined || quota === undefined ? null : { used: usage, quota };
}
