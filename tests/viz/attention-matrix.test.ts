// @vitest-environment jsdom
import { describe, expect, test, vi } from 'vitest';
import { marginalsOf } from '../../src/viz/attention-marginals.ts';
import { type AttentionMatrixData, attentionMatrix } from '../../src/viz/attention-matrix.ts';
import { host, rounded } from './rounded.ts';

const data: AttentionMatrixData = {
  tokens: ['mia', ' has', 'a\n', 'ball'],
  // Above the diagonal stands what must never be drawn.
  weights: [1, 9, 9, 9, 0.4, 0.6, 9, 9, 0.1, 0.2, 0.7, 9, 0.001, 0.25, 0.249, 0.5],
  causal: true,
  chosen: { query: 3, key: 1 },
};
const describeCell = (query: number, key: number) => `${query} looks at ${key}`;

function chart(changes: Partial<AttentionMatrixData> = {}) {
  const onChoose = vi.fn();
  const box = host();
  const made = attentionMatrix(
    box,
    { ...data, ...changes },
    { label: 'attention', describe: describeCell, onChoose },
  );
  return { box, made, onChoose, cells: () => box.querySelectorAll('.cells rect') };
}

const press = (element: Element, key: string) =>
  element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));

describe('attention matrix', () => {
  test('looks as committed', () => {
    expect(rounded(chart().made.element)).toMatchSnapshot();
  });

  test('leaves what is not yet written blank', () => {
    expect(chart().cells()).toHaveLength(10);
    expect(chart({ causal: false }).cells()).toHaveLength(16);
  });

  test('updates in place: the same cells take new inks', () => {
    const { made, cells } = chart();
    const [before] = cells();
    expect(before?.getAttribute('class')).toBe('seq-9');
    made.update({ ...data, weights: [0, ...Array.from(data.weights).slice(1)] });
    expect(cells()[0]).toBe(before);
    expect(before?.getAttribute('class')).toBe('seq-1');
  });

  test('arrow keys walk the lower triangle and never leave it', () => {
    const { made, onChoose } = chart();
    press(made.element, 'ArrowUp');
    expect(onChoose).toHaveBeenLastCalledWith(2, 1);
    press(made.element, 'ArrowRight');
    expect(onChoose).toHaveBeenLastCalledWith(3, 2);
    press(made.element, 'End');
    expect(onChoose).toHaveBeenLastCalledWith(3, 3);
    made.update({ ...data, chosen: { query: 0, key: 0 } });
    for (const key of ['ArrowUp', 'ArrowLeft', 'ArrowRight']) {
      press(made.element, key);
      expect(onChoose).toHaveBeenLastCalledWith(0, 0);
    }
  });

  test('is a grid that reads its chosen cell', () => {
    const { made } = chart();
    expect(made.element.getAttribute('role')).toBe('grid');
    expect(made.element.getAttribute('aria-rowcount')).toBe('4');
    const cell = made.element.querySelector('[role=gridcell]');
    expect(cell?.textContent).toBe('3 looks at 1');
    expect(made.element.querySelector('[role=row]')?.getAttribute('aria-rowindex')).toBe('4');
    expect(cell?.getAttribute('aria-colindex')).toBe('2');
    expect(made.element.getAttribute('aria-activedescendant')).toBe(cell?.id);
  });

  test('labels thin out where there are many tokens, and the chosen ones stay', () => {
    const tokens = Array.from({ length: 60 }, (_, index) => `w${index}`);
    const { box } = chart({ tokens, weights: new Float32Array(3600), chosen: { query: 31, key: 7 } });
    const labels = [...box.querySelectorAll('.labels text')].map((text) => text.textContent);
    expect(labels.length).toBeLessThan(120);
    expect(labels).toContain('w31');
    expect(labels).toContain('w7');
  });

  test('takes a canvas beyond 64 tokens', () => {
    // jsdom paints nothing and says so.
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
    const tokens = Array.from({ length: 128 }, (_, index) => `w${index}`);
    const { box, cells, made } = chart({ tokens, weights: new Float32Array(128 * 128) });
    expect(box.querySelector('canvas')).not.toBeNull();
    expect(cells()).toHaveLength(0);
    made.update(data);
    expect(box.querySelector('canvas')).toBeNull();
    expect(cells()).toHaveLength(10);
  });

  test('of 500 tokens every cell is reached: the window follows the keys, and the overview leads anywhere', () => {
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
    const tokens = Array.from({ length: 500 }, (_, index) => `w${index}`);
    const weights = new Float32Array(500 * 500);
    const { box, made, onChoose } = chart({ tokens, weights, chosen: { query: 499, key: 499 } });
    const labels = () => [...box.querySelectorAll('.labels text')].map((text) => text.textContent);
    expect(labels()).toContain('w499');
    expect(labels()).not.toContain('w0');
    press(made.element, 'Home');
    expect(onChoose).toHaveBeenLastCalledWith(499, 0);
    made.update({ tokens, weights, causal: true, chosen: { query: 499, key: 0 } });
    expect(labels()).toContain('w0');
    const ring = box.querySelector('.ring');
    const svg = box.querySelector('svg');
    expect(Number(ring?.getAttribute('x'))).toBeLessThan(Number(svg?.getAttribute('width')));
    // A press in the middle of the overview takes the window there.
    const border = box.querySelector('.overview .border');
    const at = (name: string) => Number(border?.getAttribute(name));
    const point = {
      clientX: at('x') + at('width') * 0.25,
      clientY: at('y') + at('height') * 0.5,
      bubbles: true,
    };
    svg?.dispatchEvent(new MouseEvent('pointerdown', { ...point, buttons: 1 }));
    const [query, key] = onChoose.mock.lastCall ?? [];
    expect(query).toBeGreaterThan(240);
    expect(query).toBeLessThan(260);
    expect(key).toBeGreaterThan(115);
    expect(key).toBeLessThan(135);
  });

  test('its edges say how much a token is looked at, and how widely one looks', () => {
    const { received, entropy } = marginalsOf(data.weights, 4, true);
    // By hand: the first column under the diagonal is 1, 0.4, 0.1, 0.001.
    expect(received[0]).toBeCloseTo(1.501 / 4, 6);
    expect(received[3]).toBeCloseTo(0.5, 6);
    expect(entropy[0]).toBe(0);
    expect(entropy[1]).toBeCloseTo(-0.4 * Math.log2(0.4) - 0.6 * Math.log2(0.6), 5);
    expect(marginalsOf([0.5, 0.5, 0.5, 0.5], 2, false).entropy[0]).toBe(1);
    const box = host();
    attentionMatrix(box, data, {
      label: 'map',
      describe: describeCell,
      onChoose: () => {},
      marginals: ['received', 'entropy'],
    });
    expect(box.querySelectorAll('.marginals rect')).toHaveLength(8);
  });

  test('goes away without a trace', () => {
    const { box, made } = chart();
    made.destroy();
    expect(box.childElementCount).toBe(0);
  });
});
