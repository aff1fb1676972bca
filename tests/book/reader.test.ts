// @vitest-environment jsdom
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { readNumber } from '../../src/book/chapter/read-number.ts';
import { eraseMine, remembered } from '../../src/book/reader/mine.ts';
import { useProgress } from '../../src/book/reader/progress.ts';
import { overrideTheme, useSettings } from '../../src/book/reader/settings.ts';

beforeEach(() => {
  localStorage.clear();
  useProgress.setState(useProgress.getInitialState());
  useSettings.setState(useSettings.getInitialState());
});

describe('progress', () => {
  test('is kept, and read again', () => {
    useProgress.getState().open('/introduction');
    useProgress.getState().finish('/introduction');
    useProgress.getState().answer('/introduction#a', '0.5');
    useProgress.setState(useProgress.getInitialState());
    useProgress.getState().load();
    expect(useProgress.getState()).toMatchObject({
      read: ['/introduction'],
      last: '/introduction',
      answers: { '/introduction#a': '0.5' },
    });
  });

  test('only chapters count', () => {
    useProgress.getState().open('/');
    useProgress.getState().finish('/glossary');
    useProgress.getState().finish('/no/such/page');
    expect(useProgress.getState()).toMatchObject({ read: [], last: null });
  });

  test('can be forgotten', () => {
    useProgress.getState().finish('/introduction');
    useProgress.getState().forget();
    expect(useProgress.getState().read).toEqual([]);
    expect(localStorage.getItem('book:progress')).toBeNull();
  });

  test('whatever stands in the browser, loading gives a state that fits', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.jsonValue().map((value) => JSON.stringify({ read: value, last: value, answers: value })),
        ),
        (text) => {
          localStorage.setItem('book:progress', text);
          localStorage.setItem('book:settings', text);
          useProgress.getState().load();
          useSettings.getState().load();
          const { read, last, answers } = useProgress.getState();
          expect(Array.isArray(read)).toBe(true);
          expect(last === null || typeof last === 'string').toBe(true);
          expect(Object.values(answers).every((answer) => typeof answer === 'string')).toBe(true);
          expect(['system', 'light', 'dark', 'projector']).toContain(useSettings.getState().theme);
        },
      ),
    );
  });
});

describe('settings', () => {
  test('are put on the page and kept', () => {
    useSettings.getState().change({ theme: 'dark', textSize: 'large' });
    expect(document.documentElement.dataset).toMatchObject({ theme: 'dark', textSize: 'large' });
    useSettings.getState().change({ theme: 'system', textSize: 'normal' });
    expect({ ...document.documentElement.dataset }).toEqual({});
  });
});

describe('what is remembered', () => {
  test('can be taken along, and erased', () => {
    useProgress.getState().answer('/introduction#a', '0.5');
    useSettings.getState().change({ theme: 'dark', shortcuts: false });
    localStorage.setItem('llm-architecture/backend-measurements/1', '[]');
    localStorage.setItem('of another program', 'stays');
    expect(remembered()).toMatchObject({
      'book:progress': { answers: { '/introduction#a': '0.5' } },
      'book:settings': { theme: 'dark', shortcuts: false },
      'llm-architecture/backend-measurements/1': [],
    });
    eraseMine();
    expect(Object.keys(localStorage)).toEqual(['of another program']);
    expect(useProgress.getState().answers).toEqual({});
    expect(document.documentElement.dataset.theme).toBeUndefined();
  });

  test('a theme for now leaves the chosen one as it is', () => {
    useSettings.getState().change({ theme: 'dark' });
    overrideTheme('projector');
    expect(document.documentElement.dataset.theme).toBe('projector');
    overrideTheme(null);
    expect(document.documentElement.dataset.theme).toBe('dark');
  });
});

describe('a number as people write it', () => {
  test.each([
    ['0.25', 0.25],
    ['.25', 0.25],
    ['0,25', 0.25],
    [' 3 ', 3],
    ['\u22122.5', -2.5],
    ['1e-3', 0.001],
    ['5.', 5],
  ])('%j is %d', (text, value) => {
    expect(readNumber(text)).toBe(value);
  });

  test.each(['', 'a half', '1/2', '0.2.5', '1e999', 'NaN', '--1'])('%j is none', (text) => {
    expect(readNumber(text)).toBeNull();
  });
});
