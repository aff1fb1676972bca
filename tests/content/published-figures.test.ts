import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { citations } from '../../src/data/published/citations.ts';
import { operationsOf, publishedModels } from '../../src/data/published/models.ts';
import { countParameters } from '../../src/models/count.ts';
import { presets } from '../../src/models/presets.ts';
import { contentFolder } from './support.ts';

/** Every published number of a figure has a source that the bibliography knows. */

const bibliography = readFileSync(join(contentFolder, 'references.bib'), 'utf8');
const citable = new Set([...bibliography.matchAll(/^@\w+\{([^,]+),/gm)].map(([, id]) => id));

describe('the models of the race', () => {
  test.each(publishedModels.map((model) => [model.name, model] as const))('%s', (_name, model) => {
    expect(model.sources.length).toBeGreaterThan(0);
    expect(model.sources.filter((key) => !citable.has(key))).toEqual([]);
    expect(model.year).toBeGreaterThanOrEqual(2018);
    expect(model.month).toBeGreaterThanOrEqual(1);
    expect(model.month).toBeLessThanOrEqual(12);
    expect(model.active ?? 0).toBeLessThanOrEqual(model.parameters);
    // What outsiders say is marked, in the data and in words.
    if (model.estimated) expect(model.note).toMatch(/estimate/);
    else expect(model.note).not.toMatch(/estimate/);
    // Six operations a parameter and token, within what papers count differently.
    if (model.operations !== null && model.tokens !== null) {
      const ratio = model.operations / (6 * (model.active ?? model.parameters) * model.tokens);
      expect(ratio).toBeGreaterThan(0.45);
      expect(ratio).toBeLessThan(1.3);
    }
  });

  test('stand in the order of their years, and no name stands twice', () => {
    const months = publishedModels.map(({ year, month }) => 12 * year + month);
    expect(months).toEqual([...months].sort((one, other) => one - other));
    expect(new Set(publishedModels.map(({ name }) => name)).size).toBe(publishedModels.length);
  });

  test('GPT-4 alone is an estimate, and says so', () => {
    expect(publishedModels.filter(({ estimated }) => estimated).map(({ name }) => name)).toEqual(['GPT-4']);
  });

  test('operations that nobody printed are marked as computed', () => {
    const of = (name: string) => publishedModels.find((model) => model.name === name);
    const [gpt3, llama, gpt2] = ['GPT-3', 'LLaMA-65B', 'GPT-2'].map((name) => {
      const model = of(name);
      return model ? operationsOf(model) : undefined;
    });
    expect(gpt3).toEqual({ value: 3.14e23, computed: false });
    expect(llama).toEqual({ value: 6 * 65.2e9 * 1.4e12, computed: true });
    expect(gpt2).toBeNull();
  });
});

describe('how figures name works', () => {
  const entries = new Map(
    bibliography.split(/^(?=@)/m).flatMap((entry) => {
      const key = /^@\w+\{([^,]+),/.exec(entry)?.[1];
      return key === undefined ? [] : [[key, entry] as const];
    }),
  );

  test.each(Object.entries(citations))('%s', (key, name) => {
    const entry = entries.get(key) ?? '';
    const author = /author\s*=\s*\{(.+)\},?$/m.exec(entry)?.[1] ?? '';
    const year = /year\s*=\s*\{(\d{4})\}/.exec(entry)?.[1];
    const [, first = '', rest = '', said] = /^(.*?)( and .*?| et al\.)? (\d{4})$/.exec(name) ?? [];
    expect(said).toBe(year);
    expect(author.replace(/[{}]/g, '').startsWith(first)).toBe(true);
    const authors = author.split(' and ');
    if (rest === '') expect(authors.length).toBe(1);
    else if (rest === ' et al.') expect(authors.length).toBeGreaterThan(2);
    else expect(authors[1]?.startsWith(rest.slice(' and '.length))).toBe(true);
  });

  test('every source of a figure has a name', () => {
    const used = [
      ...publishedModels.flatMap(({ sources }) => sources),
      ...presets.map(({ source }) => source),
    ];
    expect([...new Set(used)].filter((key) => citations[key] === undefined)).toEqual([]);
  });
});

describe('the presets of the calculator', () => {
  test.each(presets.map((preset) => [preset.title, preset] as const))('%s', (_title, preset) => {
    expect(citable.has(preset.source)).toBe(true);
    // What the paper rounds to is within 7 % of the count (GPT-2's paper prints 117M of 124M).
    const scale = { M: 1e6, B: 1e9 }[preset.published.at(-1) ?? ''] ?? Number.NaN;
    const published = Number(preset.published.slice(0, -1).replace(',', '')) * scale;
    expect(Math.abs(countParameters(preset.config).total / published - 1)).toBeLessThan(0.07);
  });
});
