// @vitest-environment jsdom
import { describe, expect, test, vi } from 'vitest';
import { attentionArcs } from '../../src/viz/attention-arcs.ts';
import { lossChart } from '../../src/viz/loss-chart.ts';
import { type ProbabilityRow, probabilityBars } from '../../src/viz/probability-bars.ts';
import { productTerms } from '../../src/viz/product-terms.ts';
import { tokenChips } from '../../src/viz/token-chips.ts';
import { type PlaneArrow, vectorPlane } from '../../src/viz/vector-plane.ts';
import { vectorStrip } from '../../src/viz/vector-strip.ts';
import { host, rounded } from './rounded.ts';

const press = (element: Element | null, key: string, more: KeyboardEventInit = {}) =>
  element?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));

const row = (token: string, probability: number, more: Partial<ProbabilityRow> = {}): ProbabilityRow => ({
  token,
  probability,
  beforeCut: probability,
  cut: false,
  chosen: false,
  ...more,
});

describe('probability bars', () => {
  const rows = [
    row('ball', 0.9),
    row(' red', 0.1, { chosen: true }),
    row('mia', 0, { beforeCut: 0.05, cut: true }),
  ];

  test('look as committed', () => {
    const chart = probabilityBars(host(), { rows }, { label: 'next word', onPick: () => {} });
    expect(rounded(chart.element)).toMatchSnapshot();
  });

  test('a bar is as long as its probability; what was cut is hollow and as long as before', () => {
    const chart = probabilityBars(host(), { rows }, { label: 'next word' });
    const [first, second, third] = [...chart.element.querySelectorAll('rect.bar')].map((bar) => ({
      width: Number(bar.getAttribute('width')),
      hollow: bar.classList.contains('hollow'),
    }));
    expect((first?.width ?? 0) / (second?.width ?? 1)).toBeCloseTo(9, 6);
    expect((first?.width ?? 0) / (third?.width ?? 1)).toBeCloseTo(18, 6);
    expect([first?.hollow, third?.hollow]).toEqual([false, true]);
  });

  test('can be picked by pointer and by keys', () => {
    const onPick = vi.fn();
    const { element } = probabilityBars(host(), { rows }, { label: 'next word', onPick });
    element.querySelectorAll('.target')[2]?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    expect(onPick).toHaveBeenLastCalledWith(2);
    press(element, 'Home');
    press(element, 'ArrowDown');
    press(element, 'Enter');
    expect(onPick).toHaveBeenLastCalledWith(1);
    expect(element.getAttribute('aria-activedescendant')).toBe(element.querySelectorAll('g')[1]?.id);
  });

  test('update keeps the elements', () => {
    const chart = probabilityBars(host(), { rows }, { label: 'next word' });
    const before = chart.element.querySelector('rect.bar');
    chart.update({ rows: rows.slice(0, 1) });
    expect(chart.element.querySelector('rect.bar')).toBe(before);
    expect(chart.element.querySelectorAll('g')).toHaveLength(1);
  });
});

describe('token chips', () => {
  test('look as committed', () => {
    const chips = [
      { token: ' the', role: 'query' },
      { token: 'dragon', role: 'unknown', note: 'not known to the model' },
      { token: '\n', role: 'next' },
    ] as const;
    expect(
      rounded(tokenChips(host(), { chips }, { label: 'tokens', onPress: () => {} }).element),
    ).toMatchSnapshot();
  });
});

describe('vector strip', () => {
  test('looks as committed, marks and reads a dimension', () => {
    const onMark = vi.fn();
    const data = { values: [-2, 0, 1.25], most: 2, marked: 2 };
    const { element } = vectorStrip(host(), data, { label: 'query', onMark });
    expect(rounded(element)).toMatchSnapshot();
    expect(element.textContent).toBe('dimension 3: 1.25');
    press(element, 'ArrowLeft');
    expect(onMark).toHaveBeenLastCalledWith(1);
    press(element, 'End');
    expect(onMark).toHaveBeenLastCalledWith(2);
  });

  test('other values change the ink of the cells that they are in, and nothing else of the picture', () => {
    const data = { values: [-2, 0, 1.25], most: 2, marked: null };
    const { element, update } = vectorStrip(host(), data, { label: 'query', onMark: () => {} });
    const [first, , third] = element.querySelectorAll('g rect');
    const before = [first?.outerHTML, third?.outerHTML];
    const observer = new MutationObserver(() => {});
    observer.observe(element.querySelector('svg g') as Element, { subtree: true, attributes: true });
    update({ ...data, values: [-2, 0, -2] });
    const changed = observer.takeRecords().map(({ target, attributeName }) => [target, attributeName]);
    expect(changed).toEqual([[third, 'class']]);
    expect([first?.outerHTML, first?.getAttribute('class')]).toEqual([
      before[0],
      third?.getAttribute('class'),
    ]);
    update({ ...data, values: [-2, 0, 1.25, 1] });
    expect(element.querySelectorAll('g rect')).toHaveLength(4);
  });
});

describe('terms of a product', () => {
  test('go up for and down against, from one zero', () => {
    const { element } = productTerms(
      host(),
      { terms: [3, -1, 0], marked: null },
      { label: 'q times k', onMark: () => {} },
    );
    const bars = [...element.querySelectorAll('rect')];
    expect(bars.map((bar) => bar.getAttribute('class'))).toEqual(['for', 'against', 'for']);
    const [up, down] = bars.map((bar) => ({
      y: Number(bar.getAttribute('y')),
      height: Number(bar.getAttribute('height')),
    }));
    expect((up?.y ?? 0) + (up?.height ?? 0)).toBeCloseTo(down?.y ?? -1, 6);
    expect((up?.height ?? 0) / (down?.height ?? 1)).toBeCloseTo(3, 6);
    expect(rounded(element)).toMatchSnapshot();
  });
});

describe('vector plane', () => {
  const arrow = (id: string, more: Partial<PlaneArrow> = {}): PlaneArrow => ({
    id,
    x: 1,
    y: 2,
    role: 'query',
    letter: 'q',
    index: '1',
    draggable: true,
    faint: false,
    name: 'query of mia',
    ...more,
  });

  test('looks as committed', () => {
    const arrows = [arrow('a'), arrow('o', { role: 'output', letter: 'o', draggable: false, x: -1, y: 0.5 })];
    const { element } = vectorPlane(
      host(),
      { arrows },
      { label: 'plane', extent: 3, step: 0.1, onMove: () => {} },
    );
    expect(rounded(element)).toMatchSnapshot();
  });

  test('arrow keys move an arrow by a step, with Shift by five, never out of the plane', () => {
    const onMove = vi.fn();
    const { element } = vectorPlane(
      host(),
      { arrows: [arrow('a', { y: 3 })] },
      { label: 'plane', extent: 3, step: 0.1, onMove },
    );
    const handle = element.querySelector('[role=slider]');
    press(handle, 'ArrowRight');
    expect(onMove.mock.lastCall?.[1]).toBeCloseTo(1.1, 6);
    press(handle, 'ArrowLeft', { shiftKey: true });
    expect(onMove.mock.lastCall?.[1]).toBeCloseTo(0.5, 6);
    press(handle, 'ArrowUp');
    expect(onMove.mock.lastCall?.[2]).toBe(3);
  });
});

describe('losses', () => {
  const data = {
    series: [
      { label: 'recorded', look: 'second', points: [[0, 5] as const, [500, 2] as const, [1000, 1] as const] },
    ],
    floor: 0.87,
    mark: 500,
    lastStep: 1000,
  } as const;

  test('look as committed', () => {
    expect(rounded(lossChart(host(), data, { label: 'loss' }).element)).toMatchSnapshot();
  });

  test('the floor lies under every loss, and the mark stops where there is something to see', () => {
    const onScrub = vi.fn();
    const { element } = lossChart(host(), data, { label: 'loss', onScrub, stops: [0, 500, 1000] });
    const floor = Number(
      / (\d+\.?\d*)H/.exec(element.querySelector('.floor path')?.getAttribute('d') ?? '')?.[1],
    );
    const ends = [
      ...(element.querySelector('.run path')?.getAttribute('d') ?? '').matchAll(/,(\d+\.?\d*)/g),
    ].map((match) => Number(match[1]));
    expect(floor).toBeGreaterThan(0);
    for (const end of ends) expect(end).toBeLessThan(floor);
    const mark = element.querySelector('[role=slider]');
    press(mark, 'ArrowRight');
    expect(onScrub).toHaveBeenLastCalledWith(1000);
    press(mark, 'Home');
    expect(onScrub).toHaveBeenLastCalledWith(0);
  });
});

describe('arcs', () => {
  test('look as committed: from the last word back, as thick as the weight', () => {
    const data = { tokens: ['mia', 'has', 'the'], weights: [1, 0, 0, 0.5, 0.5, 0, 0.2, 0.7, 0.1] };
    const { element } = attentionArcs(host(), data, { label: () => 'arcs' });
    expect(rounded(element)).toMatchSnapshot();
    const back = [...element.querySelectorAll('.strong, .weak')].map((path) =>
      Number(path.getAttribute('stroke-width')),
    );
    expect(back).toHaveLength(2);
    expect(back[1]).toBeGreaterThan(back[0] ?? 0);
  });

  test('drop the first words where the line has no room', () => {
    const tokens = Array.from({ length: 80 }, (_, index) => `word${index}`);
    const { element } = attentionArcs(
      host(),
      { tokens, weights: new Float32Array(6400) },
      { label: () => 'arcs' },
    );
    const words = [...element.querySelectorAll('.token')].map((text) => text.textContent);
    expect(words.length).toBeLessThan(20);
    expect(words.at(-1)).toBe('word79');
  });
});
