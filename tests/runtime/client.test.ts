import { describe, expect, it, vi } from 'vitest';
import { createRuntime } from '../../src/runtime/client.ts';
import type { Environment } from '../../src/runtime/environment.ts';
import { isQuiet, RuntimeError } from '../../src/runtime/problem.ts';
import type {
  FromWorker,
  Measurement,
  RunResult,
  ToWorker,
  TrainingState,
} from '../../src/runtime/protocol.ts';

/** Workers that answer only when the test says so. */
function fake(options: { readonly canSpawn?: boolean; readonly isolated?: boolean } = {}) {
  const workers: {
    readonly received: ToWorker[];
    readonly emit: (event: FromWorker) => void;
    readonly die: () => void;
    closed: boolean;
  }[] = [];
  const ticks = new Set<() => void>();
  const remembered: Measurement[] = [];
  const environment: Environment = {
    spawn(emit, die) {
      if (options.canSpawn === false) return null;
      const worker = { received: [] as ToWorker[], emit, die, closed: false };
      workers.push(worker);
      return {
        send: (message) => worker.received.push(structuredClone(message)),
        close: () => {
          worker.closed = true;
        },
      };
    },
    every(_milliseconds, tick) {
      ticks.add(tick);
      return () => ticks.delete(tick);
    },
    forced: null,
    place: () => ({
      wasmFolder: '/wasm/',
      checkpoints: '/checkpoints/',
      isolated: options.isolated ?? false,
      processors: 2,
    }),
    recall: () => remembered,
    remember: (measurement) => remembered.push(measurement),
  };
  const runtime = createRuntime(environment);
  const worker = (index = workers.length - 1) => {
    const found = workers[index];
    if (found === undefined) throw new Error('there is no worker');
    return found;
  };
  const of = <K extends ToWorker['kind']>(kind: K, index?: number) =>
    worker(index).received.filter(
      (message): message is Extract<ToWorker, { kind: K }> => message.kind === kind,
    );
  const only = <K extends ToWorker['kind']>(kind: K, index?: number) => {
    const [first, ...rest] = of(kind, index);
    if (first === undefined || rest.length > 0)
      throw new Error(`${rest.length + (first ? 1 : 0)} ${kind} messages`);
    return first;
  };
  const beat = (times: number) => {
    for (let time = 0; time < times; time++) for (const tick of [...ticks]) tick();
  };
  return { runtime, workers, worker, of, only, beat, ticks, remembered };
}

const status = { backend: 'wasm', reason: 'WebAssembly, as you chose.', threads: 1 } as const;
const request = { model: 'm', tokens: [1, 2], capture: ['logits'] };
const answer: RunResult = {
  model: 'm',
  step: null,
  tokens: [1, 2],
  tensors: {},
  losses: null,
  milliseconds: 1,
  backend: 'wasm',
};

/** How a promise stands now. */
async function outcome(promise: Promise<unknown>): Promise<string> {
  const pending = Symbol();
  try {
    const first = await Promise.race([
      promise,
      new Promise((resolve) => setImmediate(() => resolve(pending))),
    ]);
    return first === pending ? 'pending' : 'fulfilled';
  } catch (error) {
    return error instanceof RuntimeError ? error.code : String(error);
  }
}

describe('one worker', () => {
  it('is made by the first request and shared by all, over any number of chapters', async () => {
    const { runtime, workers, worker, of } = fake();
    expect(workers).toHaveLength(0);
    expect(runtime.status()).toMatchObject({ state: 'idle', choice: 'auto' });
    for (let chapter = 0; chapter < 50; chapter++) {
      const leaving = new AbortController();
      const run = runtime.run(request, { signal: leaving.signal });
      leaving.abort();
      await expect(run).rejects.toMatchObject({ code: 'cancelled' });
    }
    expect(workers).toHaveLength(1);
    expect(worker().received[0]).toMatchObject({ kind: 'start', choice: 'auto', chosenBy: 'rule' });
    expect(of('run')).toHaveLength(50);
    expect(of('cancel').map(({ id }) => id)).toEqual(of('run').map(({ id }) => id));
  });

  it('tells its status to those who listen', () => {
    const { runtime, worker, only } = fake();
    const listener = vi.fn();
    const stop = runtime.subscribe(listener);
    void runtime.run(request).catch(() => {});
    expect(runtime.status().state).toBe('starting');
    worker().emit({ kind: 'started', id: only('start').id, result: status });
    expect(runtime.status()).toMatchObject({ state: 'ready', ...status });
    expect(runtime.status()).toBe(runtime.status());
    const calls = listener.mock.calls.length;
    expect(calls).toBeGreaterThan(0);
    stop();
    worker().emit({ kind: 'status', status: { ...status, backend: 'cpu' } });
    expect(listener).toHaveBeenCalledTimes(calls);
    expect(runtime.status().backend).toBe('cpu');
  });
});

describe('answers', () => {
  it('go to their own request, in any order', async () => {
    const { runtime, worker, of } = fake();
    const first = runtime.run(request);
    const second = runtime.run({ ...request, tokens: [3] });
    const [a, b] = of('run');
    worker().emit({ kind: 'ran', id: b?.id ?? -1, result: { ...answer, tokens: [3] } });
    worker().emit({ kind: 'ran', id: a?.id ?? -1, result: answer });
    await expect(first).resolves.toMatchObject({ tokens: [1, 2] });
    await expect(second).resolves.toMatchObject({ tokens: [3] });
  });

  it('that come after a cancellation are ignored', async () => {
    const { runtime, worker, only } = fake();
    const stop = new AbortController();
    const run = runtime.run(request, { signal: stop.signal });
    stop.abort();
    worker().emit({ kind: 'ran', id: only('run').id, result: answer });
    expect(await outcome(run)).toBe('cancelled');
  });

  it('that fail reject with code, message and advice', async () => {
    const { runtime, worker, only } = fake();
    const run = runtime.run(request);
    const problem = { code: 'too-long', message: 'Too long.', advice: 'Shorten it.' } as const;
    worker().emit({ kind: 'failed', id: only('run').id, problem });
    await expect(run).rejects.toMatchObject(problem);
    await expect(run.catch(isQuiet)).resolves.toBe(false);
  });

  it('carry channel and visibility with them', () => {
    const { runtime, only, of } = fake();
    void runtime.run(request, { channel: 'map', visible: false }).catch(() => {});
    expect(only('run')).toMatchObject({ channel: 'map', visible: false });
    runtime.show('map', true);
    expect(of('show')).toEqual([{ kind: 'show', channel: 'map', visible: true }]);
  });

  it('are not asked for when the signal was aborted before', async () => {
    const { runtime, workers } = fake();
    const run = runtime.run(request, { signal: AbortSignal.abort() });
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
    expect(workers).toHaveLength(0);
  });

  it('are not asked for when a newer question has come meanwhile', async () => {
    const { runtime, workers } = fake();
    const run = runtime.run(request, { channel: 'map', wanted: () => false });
    await expect(run).rejects.toMatchObject({ code: 'superseded' });
    expect(workers).toHaveLength(0);
  });

  it('report what a load does', async () => {
    const { runtime, worker, only } = fake();
    const seen: (number | null)[] = [];
    void runtime
      .load({ model: 'm' }, { onProgress: ({ done, total }) => seen.push(done, total) })
      .catch(() => {});
    const { id } = only('load');
    worker().emit({ kind: 'progress', id, progress: { phase: 'download', done: 412, total: 780 } });
    expect(seen).toEqual([412, 780]);
  });
});

describe('a worker that dies', () => {
  it('is replaced, and the new one gets what was owed', async () => {
    const { runtime, workers, worker, only } = fake();
    const run = runtime.run(request, { channel: 'map' });
    worker().emit({ kind: 'started', id: only('start').id, result: status });
    worker().die();
    expect(workers.map(({ closed }) => closed)).toEqual([true, false]);
    expect(runtime.status()).toMatchObject({
      state: 'restarting',
      restarts: 1,
      problem: { code: 'worker-died' },
    });
    expect(only('run')).toMatchObject({ tokens: [1, 2], channel: 'map' });
    // What the dead one still says does not count.
    workers[0]?.emit({ kind: 'ran', id: only('run').id, result: { ...answer, tokens: [9] } });
    expect(await outcome(run)).toBe('pending');
    worker().emit({ kind: 'started', id: only('start').id, result: status });
    worker().emit({ kind: 'ran', id: only('run').id, result: answer });
    await expect(run).resolves.toMatchObject({ tokens: [1, 2] });
    expect(runtime.status()).toMatchObject({ state: 'ready', problem: null });
  });

  it('over its threads is started anew without them, and nobody is to blame', async () => {
    const { runtime, workers, worker, only } = fake({ isolated: true });
    const run = runtime.run(request);
    worker().emit({ kind: 'pong' });
    expect(only('start')).toMatchObject({ isolated: true });
    worker().die();
    expect(only('start')).toMatchObject({ isolated: false });
    worker().emit({ kind: 'started', id: only('start').id, result: status });
    worker().die();
    expect(workers).toHaveLength(3);
    expect(await outcome(run)).toBe('pending');
  });

  it('under a switch of the backend fails the switch', async () => {
    const { runtime, worker } = fake();
    const switched = runtime.switchBackend('webgl');
    worker().emit({ kind: 'pong' });
    worker().die();
    await expect(switched).rejects.toMatchObject({ code: 'worker-died' });
    expect(runtime.status().state).toBe('idle');
  });

  it('twice under one request takes that request along, and no other', async () => {
    const { runtime, worker } = fake();
    const poison = runtime.run(request);
    worker().emit({ kind: 'pong' });
    worker().die();
    const other = runtime.run({ ...request, tokens: [7] });
    worker().emit({ kind: 'pong' });
    worker().die();
    await expect(poison).rejects.toMatchObject({ code: 'worker-died' });
    expect(await outcome(other)).toBe('pending');
  });

  it('before it ever spoke is no worker at all', async () => {
    const { runtime, workers, worker } = fake();
    const run = runtime.run(request);
    worker().die();
    await expect(run).rejects.toMatchObject({ code: 'no-worker' });
    expect(workers).toHaveLength(1);
    expect(runtime.status()).toMatchObject({ state: 'failed', problem: { code: 'no-worker' } });
    // The reader may try again.
    void runtime.run(request).catch(() => {});
    expect(workers).toHaveLength(2);
  });

  it('by hanging is noticed by its heart', async () => {
    const { runtime, workers, worker, of, beat, ticks } = fake();
    const run = runtime.run(request);
    worker().emit({ kind: 'pong' });
    beat(24);
    expect(of('ping')).toHaveLength(24);
    worker().emit({ kind: 'pong' });
    beat(24);
    expect(workers).toHaveLength(1);
    beat(1);
    expect(workers).toHaveLength(2);
    expect(runtime.status()).toMatchObject({ restarts: 1, problem: { code: 'worker-died' } });
    expect(await outcome(run)).toBe('pending');
    expect(ticks.size).toBe(1);
  });

  it('is not asked for its pulse while nothing is owed', async () => {
    const { runtime, worker, only, ticks } = fake();
    const run = runtime.run(request);
    expect(ticks.size).toBe(1);
    worker().emit({ kind: 'ran', id: only('run').id, result: answer });
    await run;
    expect(ticks.size).toBe(0);
  });
});

it('says so where there are no workers', async () => {
  const { runtime } = fake({ canSpawn: false });
  await expect(runtime.run(request)).rejects.toMatchObject({
    code: 'no-worker',
    message: /did not start the worker/,
  });
  expect(runtime.status().state).toBe('failed');
});

it('starts anew without WebGL when the graphics context is lost', async () => {
  const { runtime, workers, worker, only } = fake();
  const run = runtime.run(request);
  worker().emit({ kind: 'context-lost' });
  expect(workers).toHaveLength(2);
  expect(only('start')).toMatchObject({ contextLost: true });
  worker().emit({ kind: 'ran', id: only('run').id, result: answer });
  expect(await outcome(run)).toBe('fulfilled');
});

it('starts anew when memory is full: the request fails, the others go on', async () => {
  const { runtime, workers, worker, of } = fake();
  const large = runtime.run(request);
  const small = runtime.run({ ...request, tokens: [5] });
  const problem = { code: 'out-of-memory', message: 'Full.', advice: 'Less.' } as const;
  worker().emit({ kind: 'failed', id: of('run')[0]?.id ?? -1, problem });
  await expect(large).rejects.toMatchObject({ code: 'out-of-memory' });
  expect(workers).toHaveLength(2);
  expect(of('run').map(({ tokens }) => tokens)).toEqual([[5]]);
  expect(await outcome(small)).toBe('pending');
});

it('gives up with a sentence when no backend starts, and fails what waits', async () => {
  const { runtime, worker, only } = fake();
  const run = runtime.run(request);
  const problem = { code: 'no-backend', message: 'None.', advice: 'Another browser.' } as const;
  worker().emit({ kind: 'failed', id: only('start').id, problem });
  await expect(run).rejects.toMatchObject(problem);
  expect(runtime.status()).toMatchObject({ state: 'failed', problem });
});

it('switches the backend on the worker that is there', async () => {
  const { runtime, workers, worker, of } = fake();
  void runtime.run(request).catch(() => {});
  const switched = runtime.switchBackend('cpu');
  expect(workers).toHaveLength(1);
  const [, second] = of('start');
  expect(second).toMatchObject({ choice: 'cpu', chosenBy: 'reader' });
  worker().emit({ kind: 'started', id: second?.id ?? -1, result: { ...status, backend: 'cpu' } });
  await expect(switched).resolves.toMatchObject({ backend: 'cpu' });
  expect(runtime.status()).toMatchObject({ backend: 'cpu', choice: 'cpu' });
});

it('keeps what was measured, and tells it to the next worker', () => {
  const { runtime, worker, remembered, only } = fake();
  void runtime.run(request).catch(() => {});
  worker().emit({ kind: 'measured', measurement: { model: 'm', webgl: 2, wasm: 1 } });
  expect(remembered).toEqual([{ model: 'm', webgl: 2, wasm: 1 }]);
  worker().die();
  expect(only('start')).toMatchObject({ measured: remembered });
});

it('tells each written token once, though a new worker writes them again', async () => {
  const { runtime, worker, only } = fake();
  const told: number[] = [];
  const sampling = { temperature: 1, topK: null, topP: null, seed: 0 };
  const asked = { model: 'm', tokens: [1], sampling, maximum: 3, cache: true };
  const text = runtime.generate(asked, { onToken: ({ token }) => told.push(token) });
  const write = (index: number) => {
    const token = {
      index,
      token: 10 + index,
      probability: 1,
      probabilities: new Float32Array(1),
      logits: new Float32Array(1),
    };
    worker().emit({ kind: 'token', id: only('generate').id, token });
  };
  write(0);
  write(1);
  worker().die();
  write(0);
  write(1);
  write(2);
  expect(told).toEqual([10, 11, 12]);
  const result = {
    model: 'm',
    tokens: [1, 10, 11, 12],
    written: 3,
    ended: 'maximum',
    milliseconds: 1,
    backend: 'wasm',
  } as const;
  worker().emit({ kind: 'generated', id: only('generate').id, result });
  await expect(text).resolves.toEqual(result);
});

describe('training', () => {
  const state = (step: number): TrainingState => ({
    plan: { recipe: 'r', seed: 1, steps: 9 },
    adjusted: {},
    state: { step, params: new Map(), optimizer: { steps: step, means: new Map(), squares: new Map() } },
  });
  const told = (step: number) => ({
    step,
    loss: 1,
    floor: null,
    learningRate: 1,
    gradientNorm: 1,
    updateNorm: null,
    tokensPerSecond: 1,
  });

  it('goes on from what was saved when the worker dies, and tells each step once', async () => {
    const { runtime, worker, only } = fake();
    const steps: number[] = [];
    const run = runtime.train(
      { plan: { recipe: 'r', seed: 1, steps: 9 } },
      { onStep: ({ step }) => steps.push(step) },
    );
    const { id } = only('train');
    for (const step of [1, 2]) worker().emit({ kind: 'stepped', id, step: told(step) });
    worker().emit({ kind: 'saved', id, state: state(2) });
    worker().emit({ kind: 'stepped', id, step: told(3) });
    run.pause();
    worker().die();
    expect(only('train')).toMatchObject({ resume: { state: { step: 2 } } });
    expect(only('pause')).toMatchObject({ paused: true });
    run.resume();
    for (const step of [3, 4]) worker().emit({ kind: 'stepped', id: only('train').id, step: told(step) });
    expect(steps).toEqual([1, 2, 3, 4]);
    expect(run.saved()?.state.step).toBe(2);
    worker().emit({ kind: 'trained', id: only('train').id, result: { state: state(9), backend: 'wasm' } });
    await expect(run.done).resolves.toMatchObject({ backend: 'wasm' });
    expect(run.saved()?.state.step).toBe(9);
  });

  it('is cancelled by its handle or its signal', async () => {
    const { runtime, of } = fake();
    const byHandle = runtime.train({ plan: { recipe: 'r', seed: 1, steps: 9 } });
    byHandle.cancel();
    await expect(byHandle.done).rejects.toMatchObject({ code: 'cancelled' });
    const stop = new AbortController();
    const bySignal = runtime.train({ plan: { recipe: 'r', seed: 1, steps: 9 } }, { signal: stop.signal });
    stop.abort();
    await expect(bySignal.done).rejects.toMatchObject({ code: 'cancelled' });
    expect(of('cancel')).toHaveLength(2);
  });
});
