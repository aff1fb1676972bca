import { beforeAll, expect, it, vi } from 'vitest';
import { startBackend } from '../../src/models/tf.ts';
import type { ModelChoice, TrainingState, TrainingStep } from '../../src/runtime/protocol.ts';
import { openTraining } from '../../src/runtime/training.ts';
import { recipes } from '../../src/training/recipes/index.ts';
import { inProcess } from './support/in-process.ts';
import { tinyFiles } from './support/tiny-model.ts';
import { openTiny } from './support/tiny-recipe.ts';

// No claim about time: a machine that runs much else needs longer than the default.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let models: Map<string, Map<string, Uint8Array>>;

beforeAll(async () => {
  await startBackend('cpu');
  models = new Map([['tiny', await tinyFiles()]]);
});

const plan = { recipe: 'count', seed: 1, steps: 8 };
const ask = { plan };
/** A clock that has moved on by ten seconds whenever it is read: a state is saved after every step. */
function hurriedClock(): () => number {
  let time = 0;
  return () => {
    time += 10_000;
    return time;
  };
}

it('streams losses that fall, the same for the same seed, and ends with a state', async () => {
  const { runtime } = inProcess({ train: openTiny });
  const before = (await runtime.memory()).numTensors;
  const first: TrainingStep[] = [];
  const second: TrainingStep[] = [];
  const run = runtime.train(ask, { onStep: (step) => first.push(step) });
  const { state, backend } = await run.done;
  await runtime.train(ask, { onStep: (step) => second.push(step) }).done;
  expect(first.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(first.at(-1)?.loss).toBeLessThan(first[0]?.loss ?? 0);
  expect(second.map(({ loss }) => loss)).toEqual(first.map(({ loss }) => loss));
  expect(first.every(({ tokensPerSecond, floor }) => tokensPerSecond > 0 && floor === 0)).toBe(true);
  expect(backend).toBe('cpu');
  expect(state).toMatchObject({ plan, state: { step: 8 } });
  expect((await runtime.memory()).numTensors).toBe(before);
});

it('goes on from a state as if it had never stopped', async () => {
  const { runtime } = inProcess({ train: openTiny, now: hurriedClock() });
  const whole: number[] = [];
  const rest: number[] = [];
  let middle: TrainingState | null = null;
  const run = runtime.train(ask, {
    onStep: ({ step, loss }) => {
      whole.push(loss);
      if (step === 5) middle = run.saved();
    },
  });
  await run.done;
  if (middle === null) throw new Error('nothing was saved on the way');
  const resume: TrainingState = middle;
  expect(resume.state.step).toBe(4);
  await runtime.train({ ...ask, resume }, { onStep: ({ loss }) => rest.push(loss) }).done;
  expect(rest).toEqual(whole.slice(4));
});

it.each([
  ['kept', () => Promise.resolve()],
  ['refused', () => Promise.reject(new Error('The disk is full.'))],
])('stands until what was saved is %s, where it is to wait', async (_, end) => {
  const { runtime } = inProcess({ train: openTiny, now: hurriedClock() });
  const told: number[] = [];
  let letGo: () => void = () => {};
  const asked = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const run = runtime.train(
    { ...ask, save: { every: 3, milliseconds: Number.POSITIVE_INFINITY, waits: true } },
    { onStep: ({ step }) => told.push(step), onSave: () => asked.then(end) },
  );
  while (told.length < 3) await runtime.memory();
  for (let turn = 0; turn < 20; turn++) await runtime.memory();
  // The next loss says that these weights are good; it is told when they are kept.
  expect(told).toEqual([1, 2, 3]);
  letGo();
  await run.done;
  expect(told).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

it('waits for a disk that does not answer for no more than a moment', async () => {
  const { runtime } = inProcess({ train: openTiny });
  const save = { every: 3, milliseconds: Number.POSITIVE_INFINITY, waits: true };
  const run = runtime.train({ ...ask, save }, { onSave: () => new Promise(() => {}) });
  expect((await run.done).state.state.step).toBe(8);
});

it('never holds up a figure for longer than a step', async () => {
  const { runtime } = inProcess({ train: openTiny, models });
  await runtime.load({ model: 'tiny' });
  let step = 0;
  const run = runtime.train(
    { plan: { ...plan, steps: 1000 } },
    {
      onStep: (told) => {
        step = told.step;
      },
    },
  );
  while (step === 0) await runtime.memory();
  for (let move = 0; move < 4; move++) {
    const before = step;
    await runtime.run({ model: 'tiny', tokens: [1, 2, 3], capture: ['logits'] });
    // The step that was running, and one whose message was on its way.
    expect(step - before).toBeLessThanOrEqual(3);
  }
  run.cancel();
  await expect(run.done).rejects.toMatchObject({ code: 'cancelled' });
});

it('pauses, goes on, and is cancelled without a trace', async () => {
  const { runtime } = inProcess({ train: openTiny });
  const before = (await runtime.memory()).numTensors;
  let step = 0;
  let awaited = { step: 3, resolve: () => {} };
  const reach = (wanted: number) =>
    new Promise<void>((resolve) => {
      awaited = { step: wanted, resolve };
    });
  const run = runtime.train(
    { plan: { ...plan, steps: 1e6 } },
    {
      channel: 'lab',
      onStep: (told) => {
        step = told.step;
        if (step >= awaited.step) awaited.resolve();
      },
    },
  );
  const pauses: [() => void, () => void][] = [
    [() => run.pause(), () => run.resume()],
    [() => runtime.show('lab', false), () => runtime.show('lab', true)],
  ];
  for (const [pause, goOn] of pauses) {
    await reach(step + 3);
    pause();
    // Answered after the step that was running.
    await runtime.memory();
    const stopped = step;
    for (let turn = 0; turn < 5; turn++) await runtime.memory();
    expect(step).toBe(stopped);
    goOn();
  }
  await reach(step + 3);
  run.cancel();
  await expect(run.done).rejects.toMatchObject({ code: 'cancelled' });
  expect((await runtime.memory()).numTensors).toBe(before);
});

it('goes on where it was on another backend', async () => {
  const alone = inProcess({ train: openTiny });
  const undisturbed: number[] = [];
  await alone.runtime.train(ask, { onStep: ({ loss }) => undisturbed.push(loss) }).done;
  const { runtime } = inProcess({ train: openTiny });
  const before = (await runtime.memory()).numTensors;
  const losses: number[] = [];
  let switched: Promise<unknown> = Promise.resolve();
  const run = runtime.train(ask, {
    onStep: ({ step, loss }) => {
      losses.push(loss);
      if (step === 5) switched = runtime.switchBackend('wasm');
    },
  });
  await expect(run.done).resolves.toMatchObject({ backend: 'wasm' });
  await switched;
  expect(losses).toHaveLength(8);
  for (const [at, loss] of losses.entries()) expect(loss).toBeCloseTo(undisturbed[at] ?? Number.NaN, 3);
  expect((await runtime.memory()).numTensors).toBe(before);
});

it('survives the death of its worker', async () => {
  const alone = inProcess({ train: openTiny });
  const undisturbed: number[] = [];
  await alone.runtime.train(ask, { onStep: ({ loss }) => undisturbed.push(loss) }).done;
  const { runtime, workers } = inProcess({ train: openTiny, now: hurriedClock() });
  const losses: number[] = [];
  const run = runtime.train(ask, {
    onStep: ({ step, loss }) => {
      losses.push(loss);
      if (step === 5) workers[0]?.die();
    },
  });
  await run.done;
  expect(workers).toHaveLength(2);
  expect(runtime.status()).toMatchObject({ restarts: 1, state: 'ready' });
  expect(losses).toEqual(undisturbed);
});

it('refuses what cannot be trained', async () => {
  const { runtime } = inProcess({ train: openTiny });
  await expect(runtime.train({ plan: { ...plan, recipe: 'none' } }).done).rejects.toMatchObject({
    code: 'unknown-recipe',
  });
  await expect(runtime.train({ plan: { ...plan, steps: 0 } }).done).rejects.toMatchObject({
    code: 'bad-request',
  });
  const { state } = await runtime.train({ plan: { ...plan, steps: 1 } }).done;
  const other = runtime.train({ plan: { ...plan, seed: 2 }, resume: state });
  await expect(other.done).rejects.toMatchObject({ code: 'bad-request', message: /another recipe or seed/ });
});

it('opens every shipped recipe, and no other', async () => {
  await startBackend('cpu');
  expect(recipes.size).toBeGreaterThan(0);
  const open = (recipe: string) => openTraining({ recipe, seed: 1, steps: 10 }, null);
  await expect(open('none')).rejects.toMatchObject({ code: 'unknown-recipe' });
  for (const id of recipes.keys()) {
    const { session } = await open(id);
    expect(session.step).toBe(0);
    session.dispose();
  }
});

it('two runs that have ended are averaged, and measured on the texts of either; another run of the name is averaged anew', async () => {
  const { runtime } = inProcess({ train: openTiny });
  const logits = async (model: ModelChoice) =>
    (await runtime.run({ model, tokens: [1, 2, 3], capture: ['embed'] })).tensors.embed?.data ?? [];
  const train = (run: string, seed: number) => runtime.train({ plan: { ...plan, seed }, run }).done;
  await train('one', 1);
  await train('other', 2);
  const [one, other] = [await logits({ training: 'one' }), await logits({ training: 'other' })];
  const quarter = await logits({ average: ['one', 'other'], share: 0.25 });
  for (const [at, value] of [...quarter].entries())
    expect(value).toBeCloseTo(0.75 * (one[at] ?? 0) + 0.25 * (other[at] ?? 0), 5);
  const lossOf = (model: ModelChoice) => runtime.evaluate({ run: 'other', model, batches: 2 });
  const alone = await runtime.evaluate({ run: 'other', batches: 2 });
  expect((await lossOf({ average: ['one', 'other'], share: 1 })).loss).toBeCloseTo(alone.loss, 5);
  const first = await lossOf({ training: 'one' });
  expect((await lossOf({ average: ['one', 'other'], share: 0 })).loss).toBeCloseTo(first.loss, 5);
  expect(Math.abs(first.loss - alone.loss)).toBeGreaterThan(0.01);
  await train('one', 3);
  expect([...(await logits({ average: ['one', 'other'], share: 0.25 }))]).not.toEqual([...quarter]);
  await expect(logits({ average: ['one', 'other'], share: 2 })).rejects.toMatchObject({
    code: 'bad-request',
  });
  await expect(logits({ folded: 'nobody' })).rejects.toMatchObject({ code: 'model-missing' });
});
