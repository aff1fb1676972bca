import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { apart, contrast, difference } from './support/colour-arithmetic.ts';

/** The tokens' colours: legible, and each meaning apart from each other one for colour-blind readers too. */

const source = join(import.meta.dirname, '../../src');
const css = readFileSync(join(source, 'book/styles/tokens.css'), 'utf8');

function coloursOf(selector: string): Readonly<Record<string, string>> {
  const start = css.indexOf(selector);
  if (start < 0) throw new Error(`no ${selector}`);
  const block = css.slice(start, css.indexOf('}', start));
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map((match) => [match[1] ?? '', match[2] ?? '']),
  );
}

const themes = {
  light: coloursOf('[data-theme="light"] {'),
  dark: coloursOf('\n[data-theme="dark"] {'),
  projector: coloursOf('[data-theme="projector"] {'),
} as const;

const pairs = <T>(items: readonly T[]): [T, T][] =>
  items.flatMap((one, index) => items.slice(index + 1).map((other): [T, T] => [one, other]));
const numbered = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${name}-${index + 1}`);

test('the measure of colours is the published one', () => {
  // Sharma et al. 2005, table 1, pairs 1, 7 and 25.
  expect(difference([50, 2.6772, -79.7751], [50, 0, -82.7485])).toBeCloseTo(2.0425, 4);
  expect(difference([50, 0, 0], [50, -1, 2])).toBeCloseTo(2.3669, 4);
  expect(difference([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387])).toBeCloseTo(1.2644, 4);
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 6);
  // Red and green that only luminance parts are close for the red-blind, and not for others.
  expect(apart('#1a7a1a', '#8a5a00')).toBeLessThan(10);
});

test('dark by the system is dark by choice', () => {
  const bySystem = coloursOf(':root:not([data-theme]) {');
  expect(bySystem).toEqual(themes.dark);
});

describe.each(Object.keys(themes) as (keyof typeof themes)[])('in the theme %s', (theme) => {
  const of = (name: string) => {
    const colour = themes[theme][name];
    if (colour === undefined) throw new Error(`no --${name}`);
    return colour;
  };
  const closest = (names: readonly string[]) =>
    Math.min(...pairs(names).map(([one, other]) => apart(of(one), of(other))));

  test('text is legible on every surface', () => {
    for (const ink of ['ink', 'ink-2', 'ink-3', 'accent', 'accent-strong', 'query', 'key', 'value', 'output'])
      for (const surface of ['paper', 'panel', 'wash']) {
        const least = theme !== 'projector' ? 4.5 : ink.startsWith('ink') ? 7 : 5.5;
        expect([ink, surface, contrast(of(ink), of(surface)) >= least]).toEqual([ink, surface, true]);
      }
    expect(contrast(of('on-accent'), of('accent'))).toBeGreaterThanOrEqual(4.5);
    for (const mark of ['rule-strong', ...numbered('head', 8)])
      for (const surface of ['paper', 'panel'])
        expect(contrast(of(mark), of(surface))).toBeGreaterThanOrEqual(3);
  });

  test('text on every cell of the ramps is legible, in the ink that the charts give it', () => {
    const [dark, light] = [of('on-ramp-dark'), of('on-ramp-light')];
    const [low, high] = theme === 'dark' ? [light, dark] : [dark, light];
    // As in viz/walkable.css.
    const onSequential = [low, low, low, low, low, dark, high, high, high];
    const onDiverging = [high, high, dark, low, low, low, low, low, dark, high, high];
    onSequential.forEach((ink, index) => {
      expect([index + 1, contrast(ink, of(`seq-${index + 1}`)) >= 4.5]).toEqual([index + 1, true]);
    });
    onDiverging.forEach((ink, index) => {
      expect([index + 1, contrast(ink, of(`div-${index + 1}`)) >= 4.5]).toEqual([index + 1, true]);
    });
  });

  test('tensors, heads and the accent stay apart for every kind of sight', () => {
    expect(closest(['query', 'key', 'value', 'output'])).toBeGreaterThanOrEqual(11);
    expect(closest(numbered('head', 8))).toBeGreaterThanOrEqual(10);
    expect(closest(['accent', 'query', 'key', 'value', 'output'])).toBeGreaterThanOrEqual(7);
  });

  test('steps of the ramps stay apart, and so do more and less than nothing', () => {
    for (const [ramp, count] of [
      ['seq', 9],
      ['div', 11],
    ] as const)
      for (let step = 1; step < count; step++)
        expect(apart(of(`${ramp}-${step}`), of(`${ramp}-${step + 1}`))).toBeGreaterThanOrEqual(4);
    for (let step = 1; step < 6; step++)
      expect(apart(of(`div-${step}`), of(`div-${12 - step}`))).toBeGreaterThanOrEqual(6);
  });

  test('the inks of runs and of parts stay apart', () => {
    // Runs that share a hue differ in their dashes too, and all are named at their ends.
    expect(closest(['ink', 'seq-7', 'div-2', 'seq-5', 'div-3'])).toBeGreaterThanOrEqual(7);
    // The parts of a bar, in the order in which they touch.
    const parts = ['seq-8', 'seq-4', 'div-2', 'div-4', 'ink-3', 'rule', 'seq-6', 'div-1'];
    parts.slice(1).forEach((part, index) => {
      expect([part, apart(of(part), of(parts[index] ?? '')) >= 10]).toEqual([part, true]);
    });
  });
});

test('whatever moves takes its time from the tokens, which reduced motion sets to nothing', () => {
  expect(css).toMatch(/prefers-reduced-motion: reduce\) \{\s*:root \{\s*--t-fast: 0ms;\s*--t-move: 0ms;/);
  const sheets = ['book/styles', 'viz', 'widgets'].flatMap((folder) =>
    readdirSync(join(source, folder))
      .filter((name) => name.endsWith('.css'))
      .map((name) => readFileSync(join(source, folder, name), 'utf8')),
  );
  expect(sheets.length).toBeGreaterThan(5);
  for (const sheet of sheets)
    for (const [, value = ''] of sheet.matchAll(/(?:transition|animation)(?:-duration)?:([^;]+);/g))
      expect(value).toMatch(/var\(--t-(?:fast|move)\)|none/);
});
