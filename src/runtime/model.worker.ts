/** Adapts the session to a module worker: messages, time, files by fetch. Everything else is in `session.ts`. */
import { fetchFiles } from '../models/checkpoints/files.ts';
import { tensorFlowEngine } from './engine.ts';
import { type FromWorker, type ToWorker, transferables } from './protocol.ts';
import { Session } from './session.ts';
import { tellWhatWasFetched } from './tell-fetched.ts';

declare const self: DedicatedWorkerGlobalScope;

/** A message to oneself stands behind those that have arrived already; a timer would wait four milliseconds more. */
const { port1: here, port2: there } = new MessageChannel();
const waiting: (() => void)[] = [];
here.onmessage = () => waiting.shift()?.();

const session = new Session({
  engine: tensorFlowEngine(),
  send: (event) => self.postMessage(event, transferables(event)),
  pause: () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      there.postMessage(null);
    }),
  now: () => performance.now(),
  files: (folder) => fetchFiles(folder),
  // Recipes bring their data along: fetched only by those who train.
  train: async (...run) => (await import('./training.ts')).openTraining(...run),
});

tellWhatWasFetched();
self.onmessage = ({ data }: MessageEvent<ToWorker>) => session.receive(data);
// A first sign of life: what fails from here on is not the browser's want of module workers.
self.postMessage({ kind: 'pong' } satisfies FromWorker);
