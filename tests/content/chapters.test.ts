import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { termId } from '../../src/book/chapter/inline.tsx';
import { isFigureTag, widgetName } from '../../src/book/mdx-names.ts';
import { findRoute } from '../../src/book/routes.ts';
import { graders } from '../../src/widgets/graders.ts';
import { widgetNames } from '../../src/widgets/registry.ts';
import { chapters, contentFolder, proseOf } from './support.ts';

/** What a chapter names must be there. Prose is checked like code. */

const bibliography = readFileSync(join(contentFolder, 'references.bib'), 'utf8');
const citable = [...bibliography.matchAll(/^@\w+\{([^,]+),/gm)].map(([, id]) => id ?? '');
const glossary = v.parse(
  v.array(
    v.object({
      id: v.string(),
      term: v.string(),
      symbol: v.nullable(v.string()),
      definition: v.pipe(v.string(), v.minLength(20)),
      route: v.string(),
      figure: v.optional(v.string()),
    }),
  ),
  JSON.parse(readFileSync(join(contentFolder, 'en/glossary.json'), 'utf8')),
);

const attribute = (tag: string, name: string): string | undefined =>
  new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
const tagsOf = (text: string): string[] =>
  [...text.matchAll(/<[A-Z]\w*(?:[^<>"]|"[^"]*")*>/g)].map(([tag]) => tag);
const nameOf = (tag: string): string => /<(\w+)/.exec(tag)?.[1] ?? '';

describe.each(chapters)('$path', ({ text }) => {
  const prose = proseOf(text);
  const tags = tagsOf(prose);

  test('imports and exports nothing', () => {
    expect(prose).not.toMatch(/^(import|export)\b/m);
  });

  test('names only tags of the book and figures of the registry', () => {
    const figures: ReadonlySet<string> = new Set(widgetNames);
    const unknown = tags.map(nameOf).filter((name) => isFigureTag(name) && !figures.has(widgetName(name)));
    expect(unknown).toEqual([]);
  });

  test('cites what is in the bibliography', () => {
    const cited = [...prose.matchAll(/(?<![\w.])@([A-Za-z][\w-]*)/g)].map(([, id]) => id ?? '');
    expect(cited.filter((id) => !citable.includes(id))).toEqual([]);
  });

  test('uses terms that the glossary has', () => {
    const terms = [...prose.matchAll(/<Term(?:\s+id="([^"]+)")?>([^<]*)<\/Term>/g)].map(
      ([, id, term]) => id ?? termId(term ?? ''),
    );
    expect(terms.filter((id) => !glossary.some((entry) => entry.id === id))).toEqual([]);
  });

  test('its exercises and predictions have names of their own, and graders and figures that exist', () => {
    const tasks = tags.filter((tag) => ['Exercise', 'Predict'].includes(nameOf(tag)));
    const ids = tasks.map((tag) => attribute(tag, 'id'));
    expect(ids).not.toContain(undefined);
    expect(new Set(ids).size).toBe(ids.length);
    for (const tag of tasks) {
      const grader = attribute(tag, 'grader');
      if (grader !== undefined) expect(Object.keys(graders)).toContain(grader);
      const figure = attribute(tag, 'figure');
      if (nameOf(tag) === 'Predict') expect(widgetNames).toContain(figure);
    }
  });

  test('a read-out belongs to a figure of the same chapter', () => {
    const figures = tags.map((tag) => widgetName(nameOf(tag)));
    for (const tag of tags.filter((each) => nameOf(each) === 'FormulaReadout'))
      expect(figures).toContain(attribute(tag, 'for'));
  });
});

describe('the glossary', () => {
  test('has each term once, in alphabetical order, explained in a chapter of the book', () => {
    const terms = glossary.map(({ term }) => term);
    expect(terms).toEqual([...new Set(terms)].sort((one, other) => one.localeCompare(other, 'en')));
    expect(glossary.filter(({ route }) => findRoute(route) === undefined)).toEqual([]);
  });
});

describe('a term that is live', () => {
  test.each(glossary.filter(({ figure }) => figure !== undefined))('$term', ({ route, figure = '' }) => {
    const text = chapters.find(({ path }) => path === route)?.text ?? '';
    expect(tagsOf(proseOf(text)).map((tag) => widgetName(nameOf(tag)))).toContain(figure);
  });
});

describe('the bibliography', () => {
  test('has each key once', () => {
    expect(citable.length).toBeGreaterThan(0);
    expect(citable).toEqual([...new Set(citable)]);
  });
});
