/** What the runtime takes from the page: the worker, the address, and what earlier visits measured. */
import type { Environment, Port } from './environment.ts';
import { type BackendName, backendNames, type FromWorker, type Measurement } from './protocol.ts';

const storageKey = 'llm-architecture/backend-measurements/1';

/** `?backend=wasm` -> wasm; null for anything else. */
export function forcedBackend(search: string): BackendName | null {
  const asked = new URLSearchParams(search).get('backend');
  return backendNames.find((name) => name === asked) ?? null;
}

type Store = Pick<Storage, 'getItem' | 'setItem'>;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
const isDuration = (value: unknown): value is number =>
  typeof value === 'number' && value > 0 && value < Infinity;

/** What is stored may be old, or anybody's: only what is well formed is believed. */
export function readMeasurements(store: Store | null): Measurement[] {
  try {
    const parsed: unknown = JSON.parse(store?.getItem(storageKey) ?? '[]');
    if (!Array.isArray(parsed)) return [];
    return parsed.flatMap((entry: unknown): Measurement[] => {
      if (!isRecord(entry)) return [];
      const { model, webgl, wasm } = entry;
      return typeof model === 'string' && isDuration(webgl) && isDuration(wasm)
        ? [{ model, webgl, wasm }]
        : [];
    });
  } catch {
    return []; // Not JSON, or storage is forbidden.
  }
}

export function writeMeasurement(store: Store | null, measurement: Measurement): void {
  const others = readMeasurements(store).filter(({ model }) => model !== measurement.model);
  try {
    store?.setItem(storageKey, JSON.stringify([...others, measurement]));
  } catch {
    // Full or forbidden: it is measured again on the next visit.
  }
}

function localStore(): Store | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null; // Cookies are blocked.
  }
}

function spawn(onMessage: (event: FromWorker) => void, onDeath: () => void): Port | null {
  if (typeof Worker === 'undefined') return null;
  try {
    const worker = new Worker(new URL('./model.worker.ts', import.meta.url), {
      type: 'module',
      name: 'model',
    });
    worker.onmessage = (message: MessageEvent<FromWorker>) => onMessage(message.data);
    worker.onmessageerror = onDeath;
    // The session catches what models throw: what arrives here is the worker itself failing.
    worker.onerror = (event) => {
      event.preventDefault();
      onDeath();
    };
    return { send: (message) => worker.postMessage(message), close: () => worker.terminate() };
  } catch {
    return null;
  }
}

export function pageEnvironment(): Environment {
  const folder = (name: string) =>
    new URL(`${import.meta.env.BASE_URL}${name}/`, globalThis.location.href).href;
  return {
    spawn,
    every: (milliseconds, tick) => {
      const timer = setInterval(tick, milliseconds);
      return () => clearInterval(timer);
    },
    // The prerenderer asks for the status too, where there is no address.
    forced: forcedBackend(globalThis.location?.search ?? ''),
    place: () => ({
      wasmFolder: folder('wasm'),
      checkpoints: folder('checkpoints'),
      isolated: globalThis.crossOriginIsolated === true,
      processors: navigator.hardwareConcurrency || 1,
    }),
    recall: () => readMeasurements(localStore()),
    remember: (measurement) => writeMeasurement(localStore(), measurement),
  };
}
