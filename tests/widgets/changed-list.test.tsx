// @vitest-environment jsdom
import { act, useEffect, useMemo, useState } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { TrainingStep, TrainOptions } from '../../src/runtime/client.ts';
import { ChangedList } from '../../src/widgets/kit/changed-list.tsx';
import type { Change } from '../../src/widgets/kit/changes.ts';
import {
  outputDifference,
  useChangedRun,
  useInterventions,
} from '../../src/widgets/kit/use-interventions.ts';
import { type Training, useTraining } from '../../src/widgets/kit/use-training.ts';
import { asked, fakeRuntime } from './fake-runtime.ts';

const trained = vi.hoisted(() => ({
  options: null as TrainOptions | null,
  end: () => {},
  adjusted: [] as unknown[],
}));

vi.mock('../../src/runtime/client.ts', async () => ({
  ...(await import('../../src/runtime/problem.ts')),
  runtime: () => ({
    ...fakeRuntime,
    train: (_request: unknown, options: TrainOptions) => {
      trained.options = options;
      const done = new Promise<void>((resolve) => {
        trained.end = resolve;
      });
      const steer = { pause: () => {}, resume: () => {}, cancel: () => {}, saved: () => null };
      return { done, ...steer, adjust: (change: unknown) => trained.adjusted.push(change) };
    },
  }),
}));

let root: Root;
let page: HTMLElement;

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  page = document.createElement('div');
  document.body.append(page);
  root = createRoot(page);
  asked.length = 0;
});

afterEach(async () => {
  await act(async () => root.unmount());
  page.remove();
  vi.unstubAllGlobals();
});

const settle = () => act(async () => await new Promise((resolve) => setTimeout(resolve, 20)));
const press = async (name: string) => {
  const found = [...page.querySelectorAll('button')].find(
    (button) => button.getAttribute('aria-label') === name || button.textContent === name,
  );
  if (!found) throw new Error(`There is no button "${name}".`);
  await act(async () => found.click());
  await settle();
};

const head: Change = { kind: 'ablate', name: 'blocks.0.attn.z', places: [{ axis: 1, index: 2 }] };
const layer: Change = { kind: 'borrow', name: 'blocks.1.resid_post', places: [] };
const lender = { tokens: [1, 2] };

function Figure() {
  const [changes, set] = useState<readonly Change[]>([]);
  const interventions = useInterventions(changes, set);
  const request = useMemo(
    () => ({ model: 'gpt2-toytown', tokens: [2, 4], capture: ['logits'], loss: true }),
    [],
  );
  const { work, plain } = useChangedRun('figure', request, changes, lender);
  return (
    <>
      <button type="button" onClick={() => interventions.add(head)}>
        head off
      </button>
      <button type="button" onClick={() => interventions.add(layer)}>
        borrow
      </button>
      <output>{String(interventions.has(head))}</output>
      <ChangedList
        interventions={interventions}
        difference={outputDifference(plain, work.result)}
        wordOf={(token) => `word${token}`}
      />
    </>
  );
}

test('lists what is changed, undoes each, and says what it does to the output', async () => {
  await act(async () => root.render(<Figure />));
  await settle();
  expect(page.textContent).toContain('as it was trained');
  expect(page.querySelector('table')).toBeNull();
  await press('head off');
  await press('head off');
  await press('borrow');
  const items = () => [...page.querySelectorAll('li span')].map((item) => item.textContent);
  expect(items()).toEqual([
    'layer 1, head 3: what the heads answer, off',
    'layer 2: residual stream, as in the other text',
  ]);
  expect(asked.at(-1)).toMatchObject({ interventions: [head, layer], lender });
  // The losses of the fake runtime: 1 as trained, 2 with any change.
  expect(page.querySelector('table')?.textContent).toMatch(/loss1\.\d+2\.\d+next: word/);
  await press('Undo: layer 1, head 3: what the heads answer, off');
  expect(items()).toHaveLength(1);
  expect(page.querySelector('output')?.textContent).toBe('false');
  await press('head off');
  await press('Undo all');
  expect(page.textContent).toContain('as it was trained');
});

function Trains({ box }: { readonly box: { current: Training | null } }) {
  const training = useTraining('lab');
  useEffect(() => {
    box.current = training;
  });
  return <p>{`${training.state} ${training.steps.length} ${training.heldOut.length}`}</p>;
}

test('a training run tells its steps and measurements, and takes changes on its way', async () => {
  const box: { current: Training | null } = { current: null };
  await act(async () => root.render(<Trains box={box} />));
  expect(page.textContent).toBe('none 0 0');
  const own = (): Training => {
    if (box.current === null) throw new Error('The hook was never called.');
    return box.current;
  };
  await act(async () => own().start({ plan: { recipe: 'gpt2-toytown', seed: 1, steps: 2 } }));
  expect(page.textContent).toBe('running 0 0');
  const step: TrainingStep = {
    step: 1,
    loss: 1,
    floor: null,
    learningRate: 1,
    gradientNorm: 1,
    updateNorm: null,
    tokensPerSecond: 1,
  };
  trained.options?.onStep?.(step);
  trained.options?.onMeasure?.({ step: 1, loss: 1, floor: null, accuracy: {} });
  own().adjust({ rateFactor: 0.5 });
  expect(trained.adjusted).toEqual([{ rateFactor: 0.5 }]);
  trained.end();
  await settle();
  expect(page.textContent).toBe('done 1 1');
});
