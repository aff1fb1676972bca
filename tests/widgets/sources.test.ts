import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { extractSource } from '../../src/widgets/kit/extract-source.ts';
import { type SourceName, sourceFiles, sourcesOf } from '../../src/widgets/kit/sources.ts';
import { widgetNames } from '../../src/widgets/registry.ts';

const text = (file: string) => readFileSync(file, 'utf8');

describe('the code that a figure shows', () => {
  const shown: readonly [string, SourceName][] = Object.entries(sourcesOf).flatMap(([figure, sources]) =>
    sources.map((source): [string, SourceName] => [figure, source]),
  );

  test.each(shown)('%s: every name stands in its file', (_figure, { file, names }) => {
    for (const name of names) {
      const source = extractSource(text(file), name);
      expect(source, `${file} exports ${name}`).toMatch(new RegExp(`^export .*\\b${name}\\b`, 'm'));
      // The whole declaration: brackets that open also close.
      const count = (bracket: string) => source?.split(bracket).length;
      expect(count('{')).toBe(count('}'));
    }
  });

  test('the loader gives the file that is named', async () => {
    for (const [file, load] of Object.entries(sourceFiles)) expect((await load()).default).toBe(text(file));
  });

  test('every figure has its entry', () => {
    expect(Object.keys(sourcesOf).sort()).toEqual([...widgetNames].sort());
  });

  test('takes the comment over it, and nothing else', () => {
    const source = [
      '/** Not this. */',
      'const before = 1;',
      '',
      '/**',
      ' * Adds.',
      ' */',
      'export function add(',
      '  a: number,',
      '): number {',
      '  return a;',
      '}',
      '',
      'export const after = [',
      '  1,',
      '];',
      '// Short.',
      'export const short = 2;',
      'export const fine = (a: number) =>',
      '  a;',
      '',
      'export interface Shape {',
      '  readonly a: number;',
      '}',
    ].join('\n');
    expect(extractSource(source, 'add')).toBe(source.split('\n').slice(3, 11).join('\n'));
    expect(extractSource(source, 'after')).toBe('export const after = [\n  1,\n];');
    expect(extractSource(source, 'short')).toBe('// Short.\nexport const short = 2;');
    expect(extractSource(source, 'fine')).toBe('export const fine = (a: number) =>\n  a;');
    expect(extractSource(source, 'Shape')).toBe('export interface Shape {\n  readonly a: number;\n}');
    expect(extractSource(source, 'before')).toBeNull();
    expect(extractSource(source, 'ad')).toBeNull();
  });
});
