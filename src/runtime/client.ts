/**
 * The page's side of the runtime: what figures call. One worker a page, made when the first figure asks for
 * something; all of it survives a change of chapter. TensorFlow.js is never loaded on this side.
 *
 *   const result = await runtime().run({ model: 'gpt2-toytown', tokens, capture: ['logits'] }, { channel: 'next-token', signal });
 *
 * Promises reject with a `RuntimeError` (`code`, `message`, `advice`); `isQuiet(error)` tells those that no reader
 * needs to see.
 */
import type { Asked, Runtime, TrainingHandle, TrainOptions } from './api.ts';
import { Connection } from './connection.ts';
import type { Environment } from './environment.ts';
import { pageEnvironment } from './page.ts';
import type {
  AttendResult,
  AttributeResult,
  DeviceResult,
  GenerateResult,
  HeldOut,
  MemoryResult,
  ModelChoice,
  ModelInfo,
  RoundResult,
  RunResult,
  SpeculateResult,
  Steering,
  TrainingState,
  TrainRequest,
  TrainResult,
} from './protocol.ts';
import { modelName } from './protocol.ts';

export type * from './api.ts';
export { isQuiet, RuntimeError } from './problem.ts';
export type * from './protocol.ts';

/** For tests: a runtime of its own on any transport. */
export function createRuntime(environment: Environment): Runtime {
  const connection = new Connection(environment);

  return {
    status: () => connection.status(),
    subscribe: (listener) => connection.subscribe(listener),
    switchBackend: (choice) => connection.switchBackend(choice),

    load: (request, options = {}) =>
      connection.ask<ModelInfo>({ kind: 'load', ...request }, options, (event, settle) => {
        if (event.kind === 'loaded') settle(event.result);
      }).done,

    run: (request, options = {}) =>
      connection.ask<RunResult>({ kind: 'run', ...request }, options, (event, settle) => {
        if (event.kind === 'ran') settle(event.result);
      }).done,

    attribute: (request, options = {}) =>
      connection.ask<AttributeResult>({ kind: 'attribute', ...request }, options, (event, settle) => {
        if (event.kind === 'attributed') settle(event.result);
      }).done,

    attend: (request, options = {}) =>
      connection.ask<AttendResult>({ kind: 'attend', ...request }, options, (event, settle) => {
        if (event.kind === 'attended') settle(event.result);
      }).done,

    generate: (request, options = {}) => {
      // After a restart the seed writes the same tokens again: they are told once.
      let told = 0;
      return connection.ask<GenerateResult>({ kind: 'generate', ...request }, options, (event, settle) => {
        if (event.kind === 'generated') settle(event.result);
        if (event.kind === 'beam' && event.step.step > told) {
          told = event.step.step;
          options.onBeam?.(event.step);
        }
        if (event.kind !== 'token' || event.token.index < told) return;
        told = event.token.index + 1;
        options.onToken?.(event.token);
      }).done;
    },

    train: (request, options = {}) => train(connection, request, options),

    evaluate: (request, options = {}) =>
      connection.ask<HeldOut>({ kind: 'evaluate', ...request }, options, (event, settle) => {
        if (event.kind === 'evaluated') settle(event.result);
      }).done,

    async upload(upload, files, options = {}) {
      const model = { upload };
      const name = modelName(model);
      connection.stand(name, { kind: 'keep', upload, files });
      try {
        return await connection.ask<ModelInfo>({ kind: 'load', model }, options, (event, settle) => {
          if (event.kind === 'loaded') settle(event.result);
        }).done;
      } catch (error) {
        drop(connection, model);
        throw error;
      }
    },

    drop: (model) => drop(connection, model),

    device: (options = {}) =>
      connection.ask<DeviceResult>({ kind: 'device' }, options, (event, settle) => {
        if (event.kind === 'device') settle(event.result);
      }).done,

    round: (request, options = {}) =>
      connection.ask<RoundResult>({ kind: 'round', ...request }, options, (event, settle) => {
        if (event.kind === 'rounded') settle(event.result);
      }).done,

    speculate: (request, options = {}) =>
      connection.ask<SpeculateResult>({ kind: 'speculate', ...request }, options, (event, settle) => {
        if (event.kind === 'speculated') settle(event.result);
      }).done,

    show: (channel, visible) => connection.show(channel, visible),

    memory: () =>
      connection.ask<MemoryResult>({ kind: 'memory' }, {}, (event, settle) => {
        if (event.kind === 'counted') settle(event.result);
      }).done,

    dispose: () =>
      connection.ask<void>({ kind: 'dispose' }, {}, (event, settle) => {
        if (event.kind === 'disposed') settle();
      }).done,
  };
}

function drop(connection: Connection, model: ModelChoice): void {
  connection.stand(modelName(model), null);
  connection.tell({ kind: 'drop', model });
}

/** A disk that does not answer holds a run no longer. */
const longestWait = 1000; // ms

/** When it has ended, one way or the other, or has taken too long. */
const settled = (work: void | Promise<void>, milliseconds: number): Promise<unknown> =>
  Promise.race([
    Promise.resolve(work).catch(() => undefined),
    new Promise((resolve) => setTimeout(resolve, milliseconds)),
  ]);

function train(connection: Connection, request: Asked<TrainRequest>, options: TrainOptions): TrainingHandle {
  let adjusted: Steering = { ...request.adjusted };
  let saved: TrainingState | null = request.resume ?? null;
  // A run taken up from a saved state repeats the steps after it: they are told once.
  let told = saved?.state.step ?? 0;
  let measured = saved?.state.step ?? -1;
  const stop = new AbortController();
  options.signal?.addEventListener('abort', () => stop.abort(), { once: true });
  if (options.signal?.aborted) stop.abort();
  const ticket = connection.ask<TrainResult>(
    { kind: 'train', ...request },
    { ...options, signal: stop.signal },
    (event, settle) => {
      if (event.kind === 'saved') {
        saved = event.state;
        const kept = options.onSave?.(event.state);
        if (request.save?.waits) void settled(kept, longestWait).then(ticket.stored);
      }
      if (event.kind === 'trained') {
        saved = event.result.state;
        settle(event.result);
      }
      if (event.kind === 'held-out' && event.heldOut.step > measured) {
        measured = event.heldOut.step;
        options.onMeasure?.(event.heldOut);
      }
      if (event.kind !== 'stepped' || event.step.step <= told) return;
      told = event.step.step;
      options.onStep?.(event.step);
    },
    // What is asked of a new worker: to go on from what was saved last.
    () => ({ kind: 'train', ...request, adjusted, ...(saved === null ? {} : { resume: saved }) }),
  );
  // Who cancels by the handle need not look at `done`.
  ticket.done.catch(() => undefined);
  return {
    done: ticket.done,
    pause: () => ticket.pause(true),
    resume: () => ticket.pause(false),
    cancel: () => stop.abort(),
    adjust: (change) => {
      adjusted = { ...adjusted, ...change };
      ticket.adjust(change);
    },
    saved: () => saved,
  };
}

let shared: Runtime | null = null;

/** The page's runtime. Costs nothing until the first request. */
export function runtime(): Runtime {
  shared ??= createRuntime(pageEnvironment());
  return shared;
}
