/** A runtime whose worker is a session in this process: messages are cloned and moved as between threads. */
import type { FileSource } from '../../../src/models/checkpoints/files.ts';
import { memoryFiles } from '../../../src/models/checkpoints/files.ts';
import { createRuntime } from '../../../src/runtime/client.ts';
import type { Engine } from '../../../src/runtime/engine.ts';
import { tensorFlowEngine } from '../../../src/runtime/engine.ts';
import type { Environment } from '../../../src/runtime/environment.ts';
import type { OpenTraining } from '../../../src/runtime/jobs/context.ts';
import { RuntimeError } from '../../../src/runtime/problem.ts';
import {
  type BackendName,
  type FromWorker,
  type Measurement,
  type ToWorker,
  transferables,
} from '../../../src/runtime/protocol.ts';
import { Session } from '../../../src/runtime/session.ts';

export interface InProcessOptions {
  readonly models?: ReadonlyMap<string, ReadonlyMap<string, Uint8Array>>;
  readonly files?: (folder: string) => FileSource;
  readonly engine?: Engine;
  readonly train?: OpenTraining;
  readonly forced?: BackendName | null;
  readonly measured?: readonly Measurement[];
  /** Replaced to count or to stop the clock. */
  readonly now?: () => number;
}

const folder = 'https://book.test/checkpoints/';

export function inProcess(options: InProcessOptions = {}) {
  const { models = new Map(), forced = 'cpu', measured = [] } = options;
  const engine = options.engine ?? tensorFlowEngine();
  const remembered: Measurement[] = [...measured];
  /** Everything that came from any worker, in order. */
  const events: FromWorker[] = [];
  const workers: { closed: boolean; emit(event: FromWorker): void; die(): void }[] = [];
  const fileOf = (address: string): FileSource =>
    memoryFiles(models.get(decodeURIComponent(address.slice(folder.length, -1))) ?? new Map());

  const environment: Environment = {
    spawn(onMessage, onDeath) {
      const emit = (event: FromWorker) => {
        if (worker.closed) return;
        const arrived = structuredClone(event, { transfer: transferables(event) });
        events.push(arrived);
        onMessage(arrived);
      };
      const worker = { closed: false, emit, die: onDeath };
      workers.push(worker);
      const session = new Session({
        engine,
        send: emit,
        pause: () => new Promise((resolve) => setImmediate(resolve)),
        now: options.now ?? (() => performance.now()),
        files: options.files ?? fileOf,
        train:
          options.train ??
          (async () => {
            throw RuntimeError.of('unknown-recipe');
          }),
      });
      return {
        send: (message: ToWorker) => {
          const arriving = structuredClone(message);
          setImmediate(() => {
            if (!worker.closed) session.receive(arriving);
          });
        },
        close: () => {
          worker.closed = true;
        },
      };
    },
    every: () => () => {},
    forced,
    place: () => ({ wasmFolder: '', checkpoints: folder, isolated: false, processors: 2 }),
    recall: () => remembered,
    remember: (measurement) => remembered.push(measurement),
  };
  return { runtime: createRuntime(environment), events, workers, remembered, engine };
}
