// @vitest-environment jsdom
import { afterEach, expect, test } from 'vitest';
import { connectHighlight, highlight, light, publishFacts } from '../../src/widgets/highlight.ts';

afterEach(() => {
  light(null);
  document.body.innerHTML = '';
});

const element = (id: string) => document.getElementById(id) ?? document.body;
const over = (id: string) => element(id).dispatchEvent(new MouseEvent('pointerover', { bubbles: true }));
const isLit = (id: string) => element(id).classList.contains('is-lit');

test('a symbol lights its tensor and a tensor its symbol', () => {
  document.body.innerHTML =
    '<span id="symbol" data-symbol="query"><i id="inner">Q</i></span><div id="tensor" data-tensor="query"></div><div id="other" data-tensor="key"></div><p id="away"></p>';
  const letGo = connectHighlight();
  const letGoAgain = connectHighlight();
  over('inner');
  expect(['symbol', 'tensor', 'other'].map(isLit)).toEqual([true, true, false]);
  over('away');
  expect(highlight.getState().lit).toBeNull();
  expect(isLit('tensor')).toBe(false);
  over('tensor');
  expect(isLit('symbol')).toBe(true);
  letGo();
  letGo();
  over('other');
  expect(isLit('other')).toBe(true);
  letGoAgain();
  over('tensor');
  expect(isLit('tensor')).toBe(false);
});

test('keys light too', () => {
  document.body.innerHTML =
    '<button id="symbol" data-symbol="key">K</button><div id="tensor" data-tensor="key"></div>';
  const letGo = connectHighlight();
  element('symbol').focus();
  expect(isLit('tensor')).toBe(true);
  element('symbol').blur();
  expect(isLit('tensor')).toBe(false);
  letGo();
});

test('a figure publishes and takes back what a formula may say', () => {
  const facts = { shapes: [], subject: 'a', arithmetic: 'b', result: 'c' };
  publishFacts('map', facts);
  expect(highlight.getState().facts.map).toBe(facts);
  publishFacts('map', null);
  expect(highlight.getState().facts).toEqual({});
});
