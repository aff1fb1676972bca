/** Figures on a training run: its weights of the moment, steps that it kept, held-out batches; and files of the reader's. */
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { memory, startBackend } from '../../src/models/tf.ts';
import type { HeldOut, NamedTensors, TrainingStep } from '../../src/runtime/client.ts';
import { DivergenceError } from '../../src/training/errors.ts';
import { inProcess } from './support/in-process.ts';
import { tinyConfig, tinyFiles } from './support/tiny-model.ts';
import { openTiny } from './support/tiny-recipe.ts';

// No claim about time: a machine that runs much else needs longer than the default.
vi.setConfig({ testTimeout: 400_000, hookTimeout: 400_000 });

let files: Map<string, Uint8Array>;

beforeAll(async () => {
  await startBackend('cpu');
  files = await tinyFiles();
});

const plan = { recipe: 'count', seed: 1, steps: 8 };
const read = { tokens: [1, 2, 3], capture: ['logits'] };
const logitsOf = ({ tensors }: { readonly tensors: NamedTensors }) => [...(tensors.logits?.data ?? [])];
const sampling = { temperature: 0, topK: null, topP: null, seed: 3 };
const model = { training: 'lab' };

describe('a run that others look at', () => {
  it('shows its weights of the moment, those it kept, and its last ones when it has ended', async () => {
    const { runtime } = inProcess({ train: openTiny });
    const before = (await runtime.memory()).numTensors;
    await expect(runtime.run({ model, ...read })).rejects.toMatchObject({
      code: 'model-missing',
      message: /not here/,
    });
    const seen: Promise<readonly [number | null, number[]]>[] = [];
    const look = async () => {
      const result = await runtime.run({ model, ...read });
      return [result.step, logitsOf(result)] as const;
    };
    const run = runtime.train(
      { plan: { ...plan, steps: 30 }, run: 'lab', keep: { every: 2, most: 100 } },
      { onStep: ({ step }) => step % 10 === 0 && seen.push(look()) },
    );
    await run.done;
    const looks = await Promise.all(seen);
    const steps = looks.map(([step]) => step ?? -1);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    expect(steps[0]).toBeGreaterThanOrEqual(10);
    expect(new Set(looks.map(([, logits]) => logits.join())).size).toBe(new Set(steps).size);
    const last = await runtime.run({ model, ...read });
    const kept = await runtime.run({ model, step: 30, ...read });
    expect(logitsOf(kept)).toEqual(logitsOf(last));
    const first = await runtime.run({ model, step: 0, ...read });
    expect(logitsOf(first)).not.toEqual(logitsOf(last));
    await expect(runtime.run({ model, step: 3, ...read })).rejects.toMatchObject({
      code: 'model-missing',
      message: /Step 3 .* There is 0, 2, 4/,
    });
    runtime.drop(model);
    await expect(runtime.load({ model })).rejects.toMatchObject({ code: 'model-missing' });
    await runtime.dispose();
    expect((await runtime.memory()).numTensors).toBe(before);
  });

  it('keeps as many steps as it may, further and further apart', async () => {
    const { runtime } = inProcess({ train: openTiny });
    await runtime.train({ plan: { ...plan, steps: 20 }, run: 'lab', keep: { every: 1, most: 6 } }).done;
    const missing = await runtime.run({ model, step: 7, ...read }).catch((error: Error) => error.message);
    expect(missing).toMatch(/There is 0, 4, 8, 12, 16, 20\.$/);
  });

  it('lies in memory at the four steps that were looked at last, and any other is built again', async () => {
    const { runtime } = inProcess({ train: openTiny });
    await runtime.train({ plan: { ...plan, steps: 20 }, run: 'lab', keep: { every: 2, most: 100 } }).done;
    const look = async (step: number) => logitsOf(await runtime.run({ model, step, ...read }));
    const first = await look(0);
    const tensors = async () => (await runtime.memory()).numTensors;
    for (const step of [2, 4, 6]) await look(step);
    const held = await tensors();
    for (const step of [8, 10, 12, 14]) await look(step);
    expect(await tensors()).toBe(held);
    expect(await look(0)).toEqual(first);
    expect(await tensors()).toBe(held);
  });

  it('is written with as it was when the writing began, though it learns on', async () => {
    const { runtime } = inProcess({ train: openTiny });
    let step = 0;
    const run = runtime.train(
      { plan: { ...plan, steps: 400 }, run: 'lab' },
      {
        onStep: (told) => {
          step = told.step;
        },
      },
    );
    while (step < 5) await runtime.memory();
    const write = { model, tokens: [3], sampling, maximum: 3 };
    const texts = await runtime.generate({ ...write, cache: true });
    expect(texts.written).toBe(3);
    run.pause();
    await runtime.memory();
    const [cached, whole] = [
      await runtime.generate({ ...write, cache: true }),
      await runtime.generate({ ...write, cache: false }),
    ];
    expect(whole.tokens).toEqual(cached.tokens);
    run.cancel();
    await run.done.catch(() => undefined);
    // Stopped by the reader, it can still be looked at.
    await expect(runtime.run({ model, ...read })).resolves.toMatchObject({ model: 'training/lab' });
  });

  it('comes back with a new worker, and those who look wait for it', async () => {
    const { runtime, workers } = inProcess({ train: openTiny });
    let answer: Promise<{ readonly model: string }> | null = null;
    const run = runtime.train(
      { plan: { ...plan, steps: 12 }, run: 'lab' },
      {
        onStep: ({ step }) => {
          if (step !== 5) return;
          answer = runtime.run({ model, ...read });
          workers[0]?.die();
        },
      },
    );
    await run.done;
    expect(workers).toHaveLength(2);
    await expect(answer).resolves.toMatchObject({ model: 'training/lab' });
  });

  it('that never begins leaves nobody waiting', async () => {
    const { runtime } = inProcess();
    const run = runtime.train({ plan: { ...plan, recipe: 'none' }, run: 'lab' });
    const look = runtime.run({ model, ...read });
    await expect(run.done).rejects.toMatchObject({ code: 'unknown-recipe' });
    await expect(look).rejects.toMatchObject({ code: 'model-missing' });
  });

  it('goes on with another backend under those who look', async () => {
    const { runtime } = inProcess({ train: openTiny });
    const answers: Promise<{ readonly backend: string }>[] = [];
    let switched: Promise<unknown> = Promise.resolve();
    const run = runtime.train(
      { plan: { ...plan, steps: 20 }, run: 'lab' },
      {
        onStep: ({ step }) => {
          if (step === 5) switched = runtime.switchBackend('wasm');
          if (step % 4 === 0) answers.push(runtime.run({ model, ...read }));
        },
      },
    );
    await expect(run.done).resolves.toMatchObject({ backend: 'wasm' });
    await switched;
    expect((await Promise.all(answers)).at(-1)).toMatchObject({ backend: 'wasm' });
    await expect(runtime.run({ model, ...read })).resolves.toMatchObject({ backend: 'wasm' });
  });
});

describe('held-out batches', () => {
  it('are measured on the way, and on demand at any step that is there', async () => {
    const { runtime } = inProcess({ train: openTiny });
    const told: HeldOut[] = [];
    const ask = { plan, run: 'lab', keep: { every: 4, most: 9 }, measure: { every: 4, batches: 2 } };
    await runtime.train(ask, { onMeasure: (heldOut) => told.push(heldOut) }).done;
    expect(told.map(({ step }) => step)).toEqual([0, 4, 8]);
    expect(told.at(-1)?.loss).toBeLessThan(told[0]?.loss ?? 0);
    const again = await runtime.evaluate({ run: 'lab', step: 4, batches: 2 });
    expect(again.loss).toBeCloseTo(told[1]?.loss ?? Number.NaN, 5);
    expect(again.accuracy.tokens).toBeGreaterThanOrEqual(0);
    await expect(runtime.evaluate({ run: 'none', batches: 2 })).rejects.toMatchObject({
      code: 'model-missing',
    });
    await expect(runtime.evaluate({ run: 'lab', batches: 0 })).rejects.toMatchObject({ code: 'bad-request' });
  });
});

describe('on its way', () => {
  it('a run takes another learning rate, and a new worker takes it too', async () => {
    const { runtime, workers } = inProcess({ train: openTiny });
    const rates: TrainingStep[] = [];
    let died = false;
    const run = runtime.train(
      { plan: { ...plan, steps: 40 }, norms: true },
      {
        onStep: (step) => {
          rates.push(step);
          if (step.step === 5) run.adjust({ rateFactor: 0 });
          if (step.step === 20 && !died) {
            died = true;
            workers[0]?.die();
          }
        },
      },
    );
    await run.done;
    expect(rates[3]?.updateNorm).toBeGreaterThan(0);
    expect(rates.at(-1)).toMatchObject({ step: 40, learningRate: 0, updateNorm: 0 });
    expect(rates[15]?.learningRate).toBe(0);
    expect(workers).toHaveLength(2);
  });

  it('two runs share the worker, and each goes on as if it were alone', async () => {
    const losses = async (seeds: readonly number[]) => {
      const { runtime } = inProcess({ train: openTiny });
      const order: number[] = [];
      const found = await Promise.all(
        seeds.map(async (seed) => {
          const own: number[] = [];
          const onStep = ({ loss }: TrainingStep) => {
            own.push(loss);
            order.push(seed);
          };
          await runtime.train({ plan: { ...plan, seed } }, { onStep }).done;
          return own;
        }),
      );
      return { found, order };
    };
    const both = await losses([1, 2]);
    const [first, second] = [await losses([1]), await losses([2])];
    expect(both.found).toEqual([...first.found, ...second.found]);
    // In turns: neither is ever more than two steps ahead.
    let ahead = 0;
    for (const seed of both.order) {
      ahead += seed === 1 ? 1 : -1;
      expect(Math.abs(ahead)).toBeLessThanOrEqual(2);
    }
  });

  it('a run that diverges says so, and what was good before is kept', async () => {
    let time = 0;
    const { runtime } = inProcess({
      now: () => {
        time += 10_000;
        return time;
      },
      train: async (...asked) => {
        const opened = await openTiny(...asked);
        const { session } = opened;
        const advance = session.advance.bind(session);
        session.advance = async (norms) => {
          if (session.step < 5) return advance(norms);
          session.diverged = true;
          throw new DivergenceError('The loss of step 6 is not a number.');
        };
        return opened;
      },
    });
    const before = memory().numTensors;
    const run = runtime.train({ plan, run: 'lab' });
    await expect(run.done).rejects.toMatchObject({ code: 'not-finite', message: /step 6/ });
    // The weights after step 5 gave no loss: those after step 4 are the last known to be good.
    expect(run.saved()?.state.step).toBe(4);
    const { step, tensors } = await runtime.run({ model, ...read });
    expect(logitsOf({ tensors }).every(Number.isFinite)).toBe(true);
    const good = await runtime.run({ model, step: 4, ...read });
    expect(step).toBeNull();
    expect(logitsOf(good)).toEqual(logitsOf({ tensors }));
    await runtime.dispose();
    expect(memory().numTensors).toBe(before);
  });
});

describe('files of the reader', () => {
  const blobs = (from: ReadonlyMap<string, Uint8Array>) =>
    Object.fromEntries([...from].map(([name, bytes]) => [name, new Blob([bytes as BlobPart])]));

  it('open like a model that ships, also in a new worker, until they are dropped', async () => {
    const { runtime, workers } = inProcess({ models: new Map([['tiny', files]]) });
    const info = await runtime.upload('mine', blobs(files));
    expect(info).toMatchObject({ model: 'upload/mine', config: tinyConfig, tokenizer: null });
    const shipped = await runtime.run({ model: 'tiny', ...read });
    const ask = { model: { upload: 'mine' }, ...read };
    expect(logitsOf(await runtime.run(ask))).toEqual(logitsOf(shipped));
    workers[0]?.die();
    expect(logitsOf(await runtime.run(ask))).toEqual(logitsOf(shipped));
    expect(workers).toHaveLength(2);
    runtime.drop({ upload: 'mine' });
    await expect(runtime.run(ask)).rejects.toMatchObject({ code: 'model-missing', message: /closed/ });
  });

  it('that cannot be used are refused in a sentence, and not kept', async () => {
    const { runtime } = inProcess();
    const { 'model.safetensors': _, ...rest } = blobs(files);
    await expect(runtime.upload('mine', rest)).rejects.toMatchObject({
      code: 'model-missing',
      message: /model\.safetensors/,
    });
    const cut = new Map(files).set(
      'model.safetensors',
      (files.get('model.safetensors') ?? new Uint8Array()).slice(0, 99),
    );
    await expect(runtime.upload('mine', blobs(cut))).rejects.toMatchObject({ code: 'model-corrupt' });
    const strange = new Map([['config.json', new TextEncoder().encode('{"model_type": "gpt-9"}')]]);
    await expect(runtime.upload('mine', blobs(strange))).rejects.toMatchObject({
      code: 'model-corrupt',
      message: /gpt-9 is unknown/,
    });
    await expect(runtime.load({ model: { upload: 'mine' } })).rejects.toMatchObject({
      code: 'model-missing',
    });
  });
});
