// @vitest-environment jsdom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { RuntimeError } from '../../src/runtime/problem.ts';
import AttentionByHand from '../../src/widgets/attention-by-hand.tsx';
import AttentionMap from '../../src/widgets/attention-map.tsx';
// A panel is fetched when it is opened: here it is there already.
import '../../src/widgets/kit/panels.tsx';
import CoverWriter from '../../src/widgets/cover-writer.tsx';
import LearningCurve from '../../src/widgets/learning-curve.tsx';
import NextToken from '../../src/widgets/next-token.tsx';
import { asked, failure, fakeRuntime, serveTokenizer } from './fake-runtime.ts';

vi.mock('../../src/runtime/client.ts', async () => ({
  ...(await import('../../src/runtime/problem.ts')),
  runtime: () => fakeRuntime,
}));

const figures = { NextToken, AttentionMap, AttentionByHand, CoverWriter, LearningCurve };
const actions = ['Reset', 'Link', 'Present', 'Export', 'Table', 'Code'];

let root: Root;
let page: HTMLElement;

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.stubGlobal('matchMedia', () => ({ matches: true, addEventListener() {}, removeEventListener() {} }));
  serveTokenizer();
  history.replaceState(null, '', '/');
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
async function show(element: React.ReactNode) {
  await act(async () => root.render(element));
  await settle();
}
const figure = () => page.querySelector<HTMLElement>('[data-widget]') ?? page;
const text = (selector: string) => page.querySelector(selector)?.textContent ?? '';
const button = (name: string) => {
  const found = [...page.querySelectorAll('button')].find(
    (candidate) => candidate.getAttribute('aria-label') === name || candidate.textContent === name,
  );
  if (!found) throw new Error(`There is no button "${name}".`);
  return found;
};
async function press(name: string) {
  await act(async () => button(name).click());
  await settle();
}
async function type(value: string) {
  const area = page.querySelector('textarea');
  await act(async () => {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set?.call(area, value);
    area?.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await settle();
}

describe('every figure', () => {
  test.each(Object.entries(figures))(
    '%s: as the server sends it, it has its frame and all actions',
    (_name, Widget) => {
      const html = renderToString(<Widget number="2.3" />);
      const server = document.createElement('div');
      server.innerHTML = html;
      const sent = server.querySelector<HTMLElement>('figure');
      expect(sent?.dataset.state).toBe('idle');
      const names = [...server.querySelectorAll('.action')].map((action) =>
        action.getAttribute('aria-label'),
      );
      expect(names).toEqual(actions);
      expect(sent?.textContent).toContain('Figure 2.3');
    },
  );

  test('a broken link gives a sentence and keeps the rest', async () => {
    history.replaceState(null, '', '/?attention-map=1~layer:9~head:2');
    await show(<AttentionMap />);
    expect(figure().dataset.state).toBe('ready');
    expect(text('.figure-notice')).toContain('Layer must be between 1 and 4');
    expect(asked[0]?.capture).toContain('blocks.0.attn.pattern');
    expect(text('.figure-reads')).toContain('head 2');
  });

  test('a failure is told in the figure, with a way on', async () => {
    failure.next = RuntimeError.of('out-of-memory');
    await show(<AttentionMap />);
    expect(figure().dataset.state).toBe('error');
    expect(text('[role=alert]')).toContain('no memory left');
    await press('Try again');
    expect(figure().dataset.state).toBe('ready');
  });
});

describe('next-token', () => {
  test('reads the text, draws the bars, and a slider moves them without asking the model', async () => {
    await show(<NextToken text="mia has a" />);
    expect(figure().dataset.state).toBe('ready');
    expect(asked.map(({ tokens }) => tokens)).toEqual([[0, 2, 4, 6]]);
    expect(text('.viz-bars .token').trim()).toBe('the');
    expect(text('.viz-bars .number')).toBe('0.67');
    const slider = page.querySelector<HTMLInputElement>('input[type=range]');
    await act(async () => {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(slider, '0');
      slider?.dispatchEvent(new Event('input', { bubbles: true }));
    });
    expect(text('.viz-bars .number')).toBe('1.00');
    expect(asked).toHaveLength(1);
  });

  test('an unknown word is shown as such, left out, and can be replaced', async () => {
    await show(<NextToken text="mia hes a" />);
    expect(asked[0]?.tokens).toEqual([0, 2, 6]);
    expect(text('.is-unknown')).toContain('hes');
    expect(text('.word-notice')).toContain('does not know “hes”');
    await press('has');
    expect(page.querySelector('textarea')?.value).toBe('mia has a');
    expect(asked.at(-1)?.tokens).toEqual([0, 2, 4, 6]);
  });

  test('sampling writes a word, undo takes it back, and the same seed writes the same', async () => {
    await show(<NextToken text="mia has" seed={5} />);
    const words = () => page.querySelector('textarea')?.value;
    await press('Sample the next one');
    const once = words();
    expect(once).toMatch(/^mia has \S+$/);
    await press('Undo');
    expect(words()).toBe('mia has');
    await press('Sample the next one');
    expect(words()).toBe(once);
  });

  test('an empty text is not an error', async () => {
    await show(<NextToken text="mia" />);
    await type('   ');
    expect(figure().dataset.state).toBe('idle');
    await type('tom 👋🏽 مرحبا');
    expect(figure().dataset.state).toBe('ready');
    expect(text('.word-notice')).toContain('does not know 2 of these words');
  });
});

describe('attention-map', () => {
  test('works the chosen cell out from the tensors', async () => {
    await show(<AttentionMap text="mia has a ball" />);
    // Query 4 and key 0 of the fake: (index mod 7) - 3 over 16 dimensions.
    const value = (position: number, dimension: number) => ((position * 16 + dimension) % 7) - 3;
    const dot = Array.from({ length: 16 }, (_, d) => value(4, d) * value(0, d)).reduce(
      (sum, term) => sum + term,
      0,
    );
    const cells = [...page.querySelectorAll('.inspector .sum td:last-child')].map((cell) => cell.textContent);
    expect(cells).toEqual([dot.toFixed(2).replace('-', '\u2212'), '1.00', '0.20']);
    expect(text('.figure-reads')).toContain('“ball” (word 4) gives 0.20 of its attention');
  });

  test('switching a head off is asked of the model, and both losses are shown', async () => {
    await show(<AttentionMap text="mia has a ball" layer={2} head={3} />);
    const toggle = page.querySelector<HTMLInputElement>('.toggle input');
    await act(async () => toggle?.click());
    await settle();
    const change = asked.find(({ interventions }) => (interventions?.length ?? 0) > 0);
    expect(change?.interventions).toEqual([
      { kind: 'ablate', name: 'blocks.1.attn.z', places: [{ axis: 1, index: 2 }] },
    ]);
    const losses = [...page.querySelectorAll('.loss-sum td')].map((cell) => cell.textContent);
    expect(losses).toEqual(['1.000', '2.000']);
  });

  test('the table holds the same numbers, the link the whole state', async () => {
    await show(<AttentionMap text="mia has a ball" />);
    await press('Table');
    const rows = [...page.querySelectorAll('.figure-table tbody tr')].map((row) => row.textContent);
    expect(rows.at(-1)).toBe('ball0.200.200.200.200.20');
    await press('Table');
    expect(page.querySelector('.figure-table')).toBeNull();
    await type('tom wants the ball');
    await press('Link');
    expect(page.querySelector<HTMLInputElement>('.link-row input')?.value).toContain(
      'attention-map=1~text:tom+wants+the+ball',
    );
  });
});

describe('attention-by-hand', () => {
  test('asks the part for what the handles say, again when one moves', async () => {
    await show(<AttentionByHand />);
    expect(figure().dataset.state).toBe('ready');
    const calls = fakeRuntime.attend.mock.calls.length;
    const handle = page.querySelector('[aria-label="query of red"]');
    await act(async () =>
      handle?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true })),
    );
    await settle();
    expect(fakeRuntime.attend.mock.calls.length).toBeGreaterThan(calls);
    expect(fakeRuntime.attend.mock.lastCall?.[0].query[3]).toEqual([1.9, 0.9]);
  });
});

describe('cover-writer', () => {
  test('stands still for those who asked for it, and writes a word a press', async () => {
    await show(<CoverWriter />);
    expect(figure().dataset.state).toBe('ready');
    const before = asked.at(-1)?.tokens.length ?? 0;
    await press('Write the next word');
    expect(asked.at(-1)?.tokens.length).toBe(before + 1);
  });
});

describe('learning-curve', () => {
  test('says that there is no curve where there is none', async () => {
    await show(<LearningCurve />);
    expect(figure().dataset.state).toBe('error');
    expect(text('[role=alert]')).toContain('curve');
  });
});
