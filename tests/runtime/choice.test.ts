import { beforeAll, expect, it, vi } from 'vitest';
import { startBackend } from '../../src/models/tf.ts';
import type { Machine } from '../../src/runtime/backends.ts';
import { type Engine, tensorFlowEngine } from '../../src/runtime/engine.ts';
import type { BackendName } from '../../src/runtime/protocol.ts';
import { inProcess } from './support/in-process.ts';
import { tinyFiles } from './support/tiny-model.ts';

// No claim about time: a machine that runs much else needs longer than the default.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let models: Map<string, Map<string, Uint8Array>>;

beforeAll(async () => {
  await startBackend('cpu');
  const files = await tinyFiles();
  models = new Map([
    ['tiny', files],
    ['twin', files],
  ]);
});

/** The cpu plays WebGL and WASM; `cost` is how far a pass on each moves the clock. */
function machine(offer: Partial<Machine>, cost: { webgl: number; wasm: number }, broken: BackendName[] = []) {
  const real = tensorFlowEngine();
  const used: BackendName[] = [];
  let current: BackendName = 'cpu';
  let lost = false;
  const listeners: (() => void)[] = [];
  let time = 0;
  const engine: Engine = {
    ...real,
    inspect: () => ({ webgl: 'hardware', renderer: 'a card', wasm: true, ...offer }),
    async use(backend, options) {
      if (broken.includes(backend)) throw new Error(`${backend} is broken.`);
      if (backend !== current) used.push(backend);
      current = backend;
      await real.use('cpu', options);
    },
    contextLost: () => lost && current === 'webgl',
    onContextLost: (listener) => listeners.push(listener),
  };
  /** Read before and after a pass: half of the cost each time. */
  const now = () => {
    time += current === 'cpu' ? 1 : cost[current];
    return time;
  };
  return {
    engine,
    now,
    used,
    lose: () => {
      lost = true;
    },
    tellLoss: () => {
      for (const listener of listeners.splice(0)) listener();
    },
  };
}

const ask = { model: 'tiny', tokens: [1, 2, 3], capture: ['logits'] };

it('compares the backends once a model on a graphics card, and remembers', async () => {
  const { engine, now } = machine({}, { webgl: 5, wasm: 2 });
  const { runtime, remembered } = inProcess({ models, engine, now, forced: null });
  const phases: string[] = [];
  const info = await runtime.load({ model: 'tiny' }, { onProgress: ({ phase }) => phases.push(phase) });
  expect(info.status).toEqual({
    backend: 'wasm',
    reason: 'WebAssembly, because it runs this small model 2.5 times as fast as the graphics card.',
    threads: 1,
  });
  expect(phases).toContain('measure');
  expect(remembered).toEqual([{ model: 'tiny', webgl: 5, wasm: 2 }]);
  expect((await runtime.run(ask)).backend).toBe('wasm');
  expect(runtime.status()).toMatchObject({ backend: 'wasm', choice: 'auto' });
  // A saved step of the same model is not measured again.
  await runtime.run({ ...ask, step: 10 });
  expect(remembered).toHaveLength(1);
});

it('stays on the graphics card unless WebAssembly is twice as fast', async () => {
  const { engine, now } = machine({}, { webgl: 3, wasm: 2 });
  const { runtime } = inProcess({ models, engine, now, forced: null });
  expect((await runtime.run(ask)).backend).toBe('webgl');
});

it('believes what an earlier visit measured, model by model', async () => {
  const { engine, now } = machine({}, { webgl: 1, wasm: 1 });
  const measured = [
    { model: 'tiny', webgl: 9, wasm: 1 },
    { model: 'twin', webgl: 1, wasm: 9 },
  ];
  const { runtime, remembered } = inProcess({ models, engine, now, forced: null, measured });
  const before = (await runtime.memory()).numTensors;
  for (let round = 0; round < 3; round++) {
    expect((await runtime.run(ask)).backend).toBe('wasm');
    expect((await runtime.run({ ...ask, model: 'twin' })).backend).toBe('webgl');
  }
  expect(remembered).toHaveLength(2);
  await runtime.dispose();
  expect((await runtime.memory()).numTensors).toBe(before);
});

it('stays on the graphics card where WebAssembly does not start', async () => {
  const { engine, now } = machine({}, { webgl: 5, wasm: 1 }, ['wasm']);
  const { runtime, remembered } = inProcess({ models, engine, now, forced: null });
  expect((await runtime.run(ask)).backend).toBe('webgl');
  expect(remembered).toEqual([]);
});

it('measures nothing where the address has decided, or there is no graphics card', async () => {
  for (const [offer, forced] of [
    [{}, 'webgl'],
    [{ webgl: 'software' }, null],
    [{ webgl: 'none' }, null],
  ] as const) {
    const { engine, now } = machine(offer, { webgl: 5, wasm: 1 });
    const { runtime, remembered } = inProcess({ models, engine, now, forced });
    expect((await runtime.run(ask)).backend).toBe(forced ?? 'wasm');
    expect(remembered).toEqual([]);
  }
});

it('takes the next backend where one does not start, and says why', async () => {
  const { engine } = machine({}, { webgl: 1, wasm: 1 }, ['webgl']);
  const { runtime } = inProcess({ models, engine, forced: 'webgl' });
  const { status } = await runtime.load({ model: 'tiny' });
  expect(status).toMatchObject({
    backend: 'wasm',
    reason: 'WebAssembly, because WebGL could not be started.',
  });
});

it('says so where nothing starts', async () => {
  const { engine } = machine({}, { webgl: 1, wasm: 1 }, ['webgl', 'wasm', 'cpu']);
  const { runtime } = inProcess({ models, engine, forced: null });
  await expect(runtime.run(ask)).rejects.toMatchObject({ code: 'no-backend', message: /webgl is broken/ });
  expect(runtime.status()).toMatchObject({ state: 'failed', problem: { code: 'no-backend' } });
});

it('goes on in WebAssembly when the graphics context is lost in the middle', async () => {
  const { engine, now, lose } = machine({}, { webgl: 1, wasm: 5 });
  const { runtime, workers } = inProcess({ models, engine, now, forced: null });
  expect((await runtime.run(ask)).backend).toBe('webgl');
  lose();
  expect((await runtime.run(ask)).backend).toBe('wasm');
  expect(workers.map(({ closed }) => closed)).toEqual([true, false]);
  expect(runtime.status()).toMatchObject({
    backend: 'wasm',
    reason: 'WebAssembly, because the browser took the graphics card away.',
    restarts: 1,
  });
});

it('does not wait for an answer that a lost context will never give', async () => {
  const { engine, now, tellLoss } = machine({}, { webgl: 1, wasm: 5 });
  let hang = true;
  const stuck = {
    ...engine,
    use: async (...args: Parameters<Engine['use']>) => {
      if (args[0] === 'webgl' && hang) await new Promise(() => {});
      await engine.use(...args);
    },
  };
  const { runtime, workers } = inProcess({ models, engine: stuck, now, forced: null });
  const run = runtime.run(ask);
  await new Promise((resolve) => setImmediate(resolve));
  hang = false;
  tellLoss();
  expect((await run).backend).toBe('wasm');
  expect(workers).toHaveLength(2);
});

it('switches to and fro without leaving tensors behind', async () => {
  const { engine, now } = machine({}, { webgl: 1, wasm: 5 });
  const { runtime } = inProcess({ models, engine, now, forced: null });
  await runtime.run(ask);
  const before = (await runtime.memory()).numTensors;
  for (const backend of ['wasm', 'cpu', 'webgl', 'auto'] as const) {
    await runtime.switchBackend(backend);
    expect((await runtime.run(ask)).backend).toBe(backend === 'auto' ? 'webgl' : backend);
    expect((await runtime.memory()).numTensors).toBe(before);
  }
});
