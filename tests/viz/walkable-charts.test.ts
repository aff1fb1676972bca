// @vitest-environment jsdom
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Chart } from '../../src/viz/chart.ts';
import type { Place, WalkOptions } from '../../src/viz/walkable.ts';
import { chartCases } from './chart-cases.ts';
import { host, rounded } from './rounded.ts';

/** Laws that every walkable chart keeps, on small data of its own. */

beforeAll(() => {
  // jsdom paints nothing and says so.
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
});

const press = (element: Element, key: string) =>
  element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));

function made(name: string, change: object = {}) {
  const found = chartCases[name];
  if (!found) throw new Error(`no case ${name}`);
  const box = host();
  const onChoose = vi.fn();
  const walk: WalkOptions = { label: name, describe: (row, column) => `place ${row} ${column}`, onChoose };
  const chart: Chart<object> = found.chart(box, { ...found.data, ...change }, { ...walk, ...found.options });
  return { box, chart, onChoose, data: found.data, second: found.second };
}

describe.each(Object.keys(chartCases))('%s', (name) => {
  test('looks as committed', () => {
    expect(rounded(made(name).chart.element)).toMatchSnapshot();
  });

  test('is a grid that says its chosen place in words', () => {
    const { chart, data } = made(name);
    expect(chart.element.getAttribute('role')).toBe('grid');
    expect(chart.element.getAttribute('aria-label')).toBe(name);
    const { row, column } = (data as { readonly chosen: Place }).chosen;
    expect(chart.element.querySelector('[role=gridcell]')?.textContent).toBe(`place ${row} ${column}`);
    expect(Number(chart.element.getAttribute('aria-rowcount'))).toBeGreaterThan(row);
    expect(Number(chart.element.getAttribute('aria-colcount'))).toBeGreaterThan(column);
  });

  test('arrow keys lead to every place and never out of the chart', () => {
    const { chart, onChoose, data } = made(name);
    const seen = new Set<string>();
    const queue: Place[] = [(data as { readonly chosen: Place }).chosen];
    const rows = Number(chart.element.getAttribute('aria-rowcount'));
    while (queue.length > 0) {
      const place = queue.pop();
      if (!place || seen.has(`${place.row},${place.column}`)) continue;
      seen.add(`${place.row},${place.column}`);
      expect(place.row).toBeGreaterThanOrEqual(0);
      expect(place.row).toBeLessThan(rows);
      chart.update({ ...data, chosen: place });
      expect(chart.element.querySelector('[role=gridcell]')?.textContent).toBe(
        `place ${place.row} ${place.column}`,
      );
      for (const key of ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End']) {
        chart.update({ ...data, chosen: place });
        onChoose.mockClear();
        press(chart.element, key);
        const [row, column] = (onChoose.mock.lastCall ?? []) as [number?, number?];
        if (row !== undefined && column !== undefined) queue.push({ row, column });
      }
    }
    expect(seen.size).toBe(chartCases[name]?.places);
  });

  test('choosing another place touches only what marks it', async () => {
    const { chart, data, second } = made(name);
    const changed = new Set<Element>();
    const observer = new MutationObserver((records) => {
      for (const { target } of records)
        changed.add(target instanceof Element ? target : (target.parentElement as Element));
    });
    observer.observe(chart.element, {
      subtree: true,
      attributes: true,
      childList: true,
      characterData: true,
    });
    chart.update({ ...data, chosen: second });
    await new Promise((resolve) => setTimeout(resolve, 0));
    observer.disconnect();
    const still = [...changed].filter((element) => element.matches('.cells *, .marks *, .axes *, .frames *'));
    expect(still).toEqual([]);
    expect(changed.size).toBeGreaterThan(0);
  });

  test('updates in place and goes away without a trace', () => {
    const { box, chart, data } = made(name);
    const svg = chart.element.querySelector('svg');
    const markup = rounded(chart.element);
    chart.update({ ...data, chosen: null });
    chart.update({ ...data });
    expect(chart.element.querySelector('svg')).toBe(svg);
    expect(rounded(chart.element)).toBe(markup);
    chart.destroy();
    expect(box.childElementCount).toBe(0);
  });
});
