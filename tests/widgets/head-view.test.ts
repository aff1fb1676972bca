import { expect, test } from 'vitest';
import type { RunResult, TensorData } from '../../src/runtime/protocol.ts';
import { cellArithmetic, headView, heaviest, probesOf } from '../../src/widgets/kit/head-view.ts';

const tensor = (shape: readonly number[], values: (index: number) => number): TensorData => ({
  shape,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, index) => values(index)),
});

/** Two query heads that share one key-value head, two tokens, head size 2. */
const result = {
  model: 'm',
  step: null,
  tokens: [4, 2],
  losses: null,
  milliseconds: 1,
  backend: 'cpu',
  tensors: {
    'blocks.1.attn.q': tensor([1, 2, 2, 2], (index) => index),
    'blocks.1.attn.k': tensor([1, 1, 2, 2], (index) => 10 * index),
    'blocks.1.attn.v': tensor([1, 1, 2, 2], (index) => index),
    'blocks.1.attn.attn_scores': tensor([1, 2, 2, 2], (index) => index / 2),
    'blocks.1.attn.pattern': {
      shape: [1, 2, 2, 2],
      data: new Float32Array([1, 0, 0.25, 0.75, 1, 0, 0.5, 0.5]),
    },
    'blocks.1.attn.z': tensor([1, 2, 2, 2], (index) => -index),
  },
} satisfies RunResult;

test('takes one head out of a run, and its shared keys', () => {
  const view = headView(result, 1, 1);
  if (!view) throw new Error('There is no such head.');
  expect(view.headSize).toBe(2);
  expect([...view.q]).toEqual([4, 5, 6, 7]);
  expect([...view.k]).toEqual([0, 10, 20, 30]);
  const cell = cellArithmetic(view, 1, 1);
  expect([...cell.terms]).toEqual([120, 210]);
  expect(cell.dot).toBe(330);
  expect(cell.score).toBe(3.5);
  expect(cell.weight).toBe(0.5);
  expect([...cell.output]).toEqual([-6, -7]);
});

test('the heaviest first, ties by place', () => {
  const [first, second] = [headView(result, 1, 0), headView(result, 1, 1)].map(
    (view) => view && heaviest(view, 1),
  );
  expect(first).toEqual([
    { key: 1, weight: 0.75 },
    { key: 0, weight: 0.25 },
  ]);
  expect(second?.map(({ key }) => key)).toEqual([0, 1]);
});

test('a layer that was not captured, a head that is not there', () => {
  expect(headView(result, 0, 0)).toBeNull();
  expect(headView(result, 1, 2)).toBeNull();
});

test('asks for its tensors by name', () => {
  expect(probesOf(2)).toContain('blocks.2.attn.pattern');
});
