// @vitest-environment jsdom
import { describe, expect, test, vi } from 'vitest';
import { barTable } from '../../src/viz/bar-table.ts';
import { headGroups } from '../../src/viz/head-groups.ts';
import { formatBytes } from '../../src/viz/numbers.ts';
import { host } from './rounded.ts';

const press = (element: Element, key: string) =>
  element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));

describe('amounts side by side', () => {
  const rows = [
    { label: 'one', strong: true, amounts: [{ value: 10, text: '10' }] },
    { label: 'two', chosen: true, amounts: [{ value: 5, text: '5' }] },
    { label: 'none', amounts: [{ value: 0, text: '0' }] },
  ];
  const data = { columns: ['bytes'], rows };

  test('a bar is as long as its amount, and nothing is no bar', () => {
    const { element } = barTable(host(), data, { label: 'amounts' });
    const widths = [...element.querySelectorAll('rect.bar')].map((bar) => Number(bar.getAttribute('width')));
    expect((widths[0] ?? 0) / (widths[1] ?? 1)).toBeCloseTo(2, 6);
    expect(widths[2]).toBe(0);
    expect(element.getAttribute('role')).toBe('img');
  });

  test('a row is picked by pointer and by keys, and is read with its amounts', () => {
    const onPick = vi.fn();
    const { element } = barTable(host(), data, { label: 'amounts', onPick });
    element.querySelectorAll('.target')[2]?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    expect(onPick).toHaveBeenLastCalledWith(2);
    press(element, 'Home');
    press(element, 'Enter');
    expect(onPick).toHaveBeenLastCalledWith(0);
    const option = element.querySelector('[role=option]');
    expect([option?.textContent?.trim(), option?.hasAttribute('aria-label')]).toEqual(['one 10', false]);
    expect(element.getAttribute('aria-label')).toBe('amounts: bytes');
  });

  test('update keeps the element', () => {
    const chart = barTable(host(), data, { label: 'amounts' });
    chart.update({ columns: ['bytes'], rows: rows.slice(0, 1) });
    expect(chart.element.querySelectorAll('rect.bar')).toHaveLength(1);
    chart.destroy();
    expect(chart.element.isConnected).toBe(false);
  });
});

test('each query head hangs on the key-value head of its group', () => {
  const options = { label: 'heads', queryLabel: (count: number) => `${count} q`, keyValueLabel: String };
  const chart = headGroups(host(), { heads: 8, keyValueHeads: 2 }, options);
  expect(chart.element.querySelectorAll('.queries rect')).toHaveLength(8);
  expect(chart.element.querySelectorAll('.keys rect')).toHaveLength(2);
  const ends = [...chart.element.querySelectorAll('.lines path')].map(
    (path) => path.getAttribute('d')?.split('L')[1],
  );
  expect(new Set(ends.slice(0, 4)).size).toBe(1);
  expect(ends[4]).not.toBe(ends[0]);
  chart.update({ heads: 8, keyValueHeads: 8 });
  expect(chart.element.querySelectorAll('.keys rect')).toHaveLength(8);
});

test.each([
  [0, '0 bytes'],
  [512, '512 bytes'],
  [2048, '2.05 kB'],
  [327_680, '328 kB'],
  [1_342_177_280, '1.34 GB'],
])('%i bytes are written %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
