// @vitest-environment jsdom
import { expect, test, vi } from 'vitest';
import { wayTo } from '../../src/viz/beam-tree.ts';
import { blockDiagram, visibleBlocks } from '../../src/viz/block-diagram.ts';
import { convolutionChart, convolve } from '../../src/viz/convolution-chart.ts';
import { earliestSteps } from '../../src/viz/dependency-graph.ts';
import { maskGrid } from '../../src/viz/mask-grid.ts';
import { powerFit } from '../../src/viz/power-fit.ts';
import { attainable } from '../../src/viz/roofline.ts';
import { host } from './rounded.ts';

/** What single charts promise beyond the laws of all. */

const press = (element: Element, key: string, more: KeyboardEventInit = {}) =>
  element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
const walk = { label: 'chart', describe: () => 'place', onChoose: () => {} };

test('a power law is found again, with an interval that holds it and widens with noise', () => {
  const exact = powerFit([1, 10, 100, 1000].map((x) => ({ x, y: 3 * x ** -0.5 })));
  expect(exact?.slope).toBeCloseTo(-0.5, 9);
  expect(exact?.at(10_000)).toBeCloseTo(0.03, 9);
  const noisy = powerFit([
    { x: 1, y: 10 },
    { x: 10, y: 5 },
    { x: 100, y: 3 },
    { x: 1000, y: 1.2 },
  ]);
  const [low, high] = noisy?.interval ?? [0, 0];
  // By hand: log10 y = 1, 0.69897, 0.477121, 0.0791812 over 0..3: slope -0.298431, standard error 0.0236772, t(2) = 4.303.
  expect(noisy?.slope).toBeCloseTo(-0.29843, 4);
  expect(high - low).toBeCloseTo(2 * 4.303 * 0.0236772, 4);
  const [least, most] = noisy?.around(31.6) ?? [0, 0];
  expect(least).toBeLessThan(noisy?.at(31.6) ?? 0);
  expect(most).toBeGreaterThan(noisy?.at(31.6) ?? 0);
  expect(powerFit([{ x: 1, y: 1 }])).toBeNull();
  expect(
    powerFit([
      { x: 2, y: 1 },
      { x: 2, y: 3 },
    ]),
  ).toBeNull();
  expect(
    powerFit([
      { x: 1, y: 1 },
      { x: 2, y: 3 },
    ])?.interval,
  ).toBeNull();
});

test('a convolution is the plain sum over the past', () => {
  expect([...convolve([1, 0.5, 0.25], [4, 0, 0, 8])]).toEqual([4, 2, 1, 8]);
  expect([...convolve([], [1, 2])]).toEqual([0, 0]);
});

test('under the ridge memory decides, over it arithmetic', () => {
  expect(attainable(100, 10, 5)).toBe(50);
  expect(attainable(100, 10, 50)).toBe(100);
});

test('tasks stand at the earliest step, and a circle is refused', () => {
  const chain = [0, 1, 2].map((index) => ({ label: '', needs: index === 0 ? [] : [index - 1] }));
  expect(earliestSteps(chain)).toEqual([[0], [1], [2]]);
  expect(earliestSteps(chain.map(({ label }) => ({ label, needs: [] })))).toEqual([[0, 1, 2]]);
  expect(() =>
    earliestSteps([
      { label: '', needs: [1] },
      { label: '', needs: [0] },
    ]),
  ).toThrow(/wait for each other/);
});

test('a way through the beam leads back to its first token', () => {
  const node = (parent: number | null) => ({ token: '', parent, probability: 1, score: 0, kept: true });
  expect(
    wayTo({ steps: [[node(null), node(null)], [node(1)], [node(0), node(0)]] }, { row: 2, column: 1 }),
  ).toEqual([
    { row: 0, column: 1 },
    { row: 1, column: 0 },
    { row: 2, column: 1 },
  ]);
});

test('boxes open and close by Enter and by the arrows, and only what is open is walked', () => {
  const onOpen = vi.fn();
  const inner = { id: 'inner', label: 'inner', kind: 'mixer' } as const;
  const outer = { id: 'outer', label: 'outer', kind: 'group', parts: [inner] } as const;
  const data = { parts: [outer], open: [] as string[], chosen: { row: 0, column: 0 } };
  expect(visibleBlocks(data).map(({ part }) => part.id)).toEqual(['outer']);
  expect(visibleBlocks({ ...data, open: ['outer'] }).map(({ part }) => part.id)).toEqual(['outer', 'inner']);
  const chart = blockDiagram(host(), data, { ...walk, onOpen });
  press(chart.element, 'Enter');
  expect(onOpen).toHaveBeenLastCalledWith('outer', true);
  chart.update({ ...data, open: ['outer'] });
  press(chart.element, 'ArrowLeft');
  expect(onOpen).toHaveBeenLastCalledWith('outer', false);
});

test('Space turns a cell of the mask over', () => {
  const onPaint = vi.fn();
  const data = { tokens: ['a', 'b'], allowed: [true, false, true, true], chosen: { row: 0, column: 1 } };
  const chart = maskGrid(host(), data, { ...walk, onPaint });
  press(chart.element, ' ');
  expect(onPaint).toHaveBeenLastCalledWith(0, 1, true);
  expect(chart.element.querySelectorAll('.allowed')).toHaveLength(3);
});

test('Shift with an arrow moves a tap of the filter, and nothing else', () => {
  const onSet = vi.fn();
  const data = { filter: [1, 0.5], input: [1], output: [1], most: 1, chosen: { row: 0, column: 1 } };
  const chart = convolutionChart(host(), data, { ...walk, names: ['filter', 'input', 'output'], onSet });
  press(chart.element, 'ArrowUp', { shiftKey: true });
  expect(onSet).toHaveBeenLastCalledWith(1, 0.55);
  chart.update({ ...data, chosen: { row: 1, column: 0 } });
  onSet.mockClear();
  press(chart.element, 'ArrowUp', { shiftKey: true });
  expect(onSet).not.toHaveBeenCalled();
});
