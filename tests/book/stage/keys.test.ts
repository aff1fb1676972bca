// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { stageKey } from '../../../src/book/stage/keys.ts';

const pressed = (key: string, at = '<p></p>', allowed = true, more: KeyboardEventInit = {}) => {
  document.body.innerHTML = at;
  let found: string | null = null;
  const hear = (event: KeyboardEvent) => {
    found = stageKey(event, allowed);
  };
  document.addEventListener('keydown', hear);
  const target = document.querySelector('input, button, svg, p') ?? document.body;
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...more }));
  document.removeEventListener('keydown', hear);
  return found;
};

test.each([
  ['PageDown', 'next'],
  ['PageUp', 'back'],
  ['ArrowRight', 'next'],
  ['ArrowLeft', 'back'],
  [' ', 'next'],
  ['b', 'blank'],
  ['B', 'blank'],
  ['.', 'blank'],
  ['q', 'code'],
  ['s', 'speaker'],
  ['f', 'full screen'],
  ['Escape', 'leave'],
  ['x', null],
])('%s is %s', (key, action) => {
  expect(pressed(key)).toBe(action);
});

test('a clicker works on a slider and in a field; arrows and letters do not', () => {
  expect(pressed('PageDown', '<input type="range">')).toBe('next');
  expect(pressed('PageDown', '<input>')).toBe('next');
  expect(pressed('ArrowRight', '<input type="range">')).toBeNull();
  expect(pressed('b', '<input>')).toBeNull();
  expect(pressed(' ', '<button></button>')).toBeNull();
  expect(pressed('ArrowDown', '<div role="grid"><svg></svg></div>')).toBeNull();
});

test('letters can be turned off, the keys of a clicker not', () => {
  expect(pressed('b', '<p></p>', false)).toBeNull();
  expect(pressed('PageUp', '<p></p>', false)).toBe('back');
});

test('with Ctrl or Alt it is a key of the browser', () => {
  expect(pressed('f', '<p></p>', true, { ctrlKey: true })).toBeNull();
});
