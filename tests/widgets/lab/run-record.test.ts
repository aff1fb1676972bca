import { describe, expect, test, vi } from 'vitest';
import type { FloatTensor } from '../../../src/models/checkpoints/int8.ts';
import type { TrainingState } from '../../../src/runtime/client.ts';
import { configOf } from '../../../src/training/experiment-config.ts';
import { defaultsOf } from '../../../src/widgets/kit/url-state.ts';
import { openFolder, zipOf } from '../../../src/widgets/lab/folder.ts';
import {
  lastStep,
  type RunRecord,
  readRecord,
  savedWith,
  upTo,
} from '../../../src/widgets/lab/run-record.ts';
import { letterOf, seriesOf } from '../../../src/widgets/lab/series.ts';
import { experimentOf, fields } from '../../../src/widgets/lab/set-up.ts';

const shape = { vocabulary: 10, length: 40 };
const experiment = experimentOf(defaultsOf(fields), shape);
const stepAt = (step: number) => ({
  step,
  loss: 2 - step / 10,
  floor: 0,
  learningRate: 0.003,
  gradientNorm: 1,
  updateNorm: 0.1,
  tokensPerSecond: 1000,
});

const record: RunRecord = {
  id: '1-2',
  name: 'GPT-2',
  payload: null,
  experiment,
  created: 0,
  parameters: 4,
  stepFlops: 1e6,
  stepTokens: 640,
  steps: [1, 2, 3].map(stepAt),
  heldOut: [{ step: 2, loss: 1.9, floor: 0, accuracy: { tokens: 0.5 } }],
  saved: [2],
  adjusted: {},
  backend: 'wasm',
  seconds: 1,
  config: configOf(experiment, shape),
  tokenizer: null,
  parent: null,
  problem: '',
};

const tensor = (...values: number[]): FloatTensor => ({
  shape: [values.length],
  data: Float32Array.from(values),
});
const state: TrainingState = {
  plan: experiment,
  adjusted: {},
  state: {
    step: 2,
    params: new Map([['a', tensor(0.1, -2)]]),
    optimizer: {
      steps: 2,
      means: new Map([['a', tensor(1e-9, 3)]]),
      squares: new Map([['a', tensor(0.5, 0.25)]]),
    },
  },
};

describe('a record', () => {
  test('is read as it was stored, and not where it was damaged', () => {
    const stored: unknown = JSON.parse(JSON.stringify(record));
    expect(readRecord(stored)).toEqual(record);
    for (const damage of [
      { steps: [{ ...stepAt(1), loss: 'x' }] },
      { id: '../up' },
      { config: { width: -1 } },
      { experiment: {} },
      { more: 1 },
    ])
      expect(readRecord({ ...(stored as object), ...damage })).toBeNull();
  });

  test('keeps the first and the newest saved step, and thins out what lies between', () => {
    const saved = Array.from({ length: 40 }, (_, index) => index + 1).reduce<number[]>(savedWith, []);
    expect(saved.length).toBeLessThanOrEqual(9);
    expect([saved[0], saved.at(-1)]).toEqual([1, 40]);
  });

  test('goes back to a step', () => {
    const before = upTo(record, 2);
    expect(lastStep(before)).toBe(2);
    expect(before.heldOut).toHaveLength(1);
    expect(upTo(record, 1).saved).toEqual([]);
  });
});

test('as a file it comes back exactly, weights and moments, to go on from', async () => {
  vi.stubGlobal('navigator', { hardwareConcurrency: 2 });
  const blob = zipOf(record, state, 'https://example.org/lab');
  const { run, files } = await openFolder([new File([blob], 'run.zip')]);
  expect(Object.keys(files).sort()).toEqual([
    'card.json',
    'config.json',
    'curve.json',
    'model.safetensors',
    'run.json',
    'state.safetensors',
  ]);
  expect(run?.state.state).toEqual(state.state);
  expect(run?.record).toEqual({ ...upTo(record, 2), saved: [2] });
  await expect(openFolder([new File(['PK'], 'x.zip')])).rejects.toThrow('damaged');
  await expect(openFolder([new File([''], 'model.safetensors')])).rejects.toThrow('no config.json');
});

test('lines are drawn over steps, tokens or operations', () => {
  const shown = [{ record, index: 1 }];
  expect(letterOf(1)).toBe('B');
  expect(seriesOf(shown, 'loss', 'tokens', null)[0]?.points.map(([x]) => x)).toEqual([640, 1280, 1920]);
  expect(seriesOf(shown, 'accuracy', 'flops', null)[0]?.points).toEqual([[2e6, 0.5]]);
  expect(seriesOf(shown, 'loss', 'steps', null)).toHaveLength(1);
});
