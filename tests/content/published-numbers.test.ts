import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

/**
 * Every number of a published model or a paper that stands in the prose of the chapters on scale, innovations and what comes next has
 * its source beside it, in the same paragraph, row or item; and every work that a figure names by author and year is in the
 * bibliography. Read from the files alone.
 */

const content = join(import.meta.dirname, '../../content');
const messages = join(import.meta.dirname, '../../src/widgets/messages');
const bibliography = readFileSync(join(content, 'references.bib'), 'utf8');

interface Work {
  readonly key: string;
  readonly authors: readonly string[];
  readonly year: string;
}

const works: readonly Work[] = bibliography.split(/^(?=@)/m).flatMap((entry) => {
  const key = /^@\w+\{([^,]+),/.exec(entry)?.[1];
  const author = /author\s*=\s*\{(.+)\},?$/m.exec(entry)?.[1] ?? '';
  const year = /year\s*=\s*\{(\d{4})\}/.exec(entry)?.[1] ?? '';
  const surname = (name: string) => name.replace(/[{}]/g, '').split(',')[0]?.trim() ?? '';
  return key === undefined ? [] : [{ key, authors: author.split(' and ').map(surname), year }];
});
const keys = new Set(works.map(({ key }) => key));

const parts = ['scaling', 'innovations', 'future'];
const files = parts.flatMap((part) => {
  const folder = readdirSync(join(content, 'en')).includes(part)
    ? readdirSync(join(content, 'en', part))
    : [];
  return [`${part}.mdx`, ...folder.filter((name) => name.endsWith('.mdx')).map((name) => `${part}/${name}`)];
});

const named =
  /\b(GPT-[234]|PaLM|L[Ll]a[Mm][Aa]|Mistral|Mixtral|Switch|DeepSeek|Jamba|Chinchilla|Gopher|BERT|T5|ELMo|Hyena|A100|H100|Kimi|Qwen|OPT|Falcon|Kaplan|Hoffmann|Besiroglu)\b[\w.-]*/;
const amount =
  /(?<![\w$.])\d[\d.,]*\s?(%|[BMT]\b|billion|million|trillion|times\b|points\b|tokens\b|GB\b|TB\b|parameters\b)/;

/** Paragraphs, and rows and items one by one: what a source must stand in. What is only said again is left out. */
function blocksOf(text: string): string[] {
  return text
    .replace(/^---[\s\S]*?\n---\n/, '')
    .replace(/```[\s\S]*?```/g, '')
    .replace(/<(Beat|Summary|FurtherReading|Objectives|Misconceptions)\b[^>]*?(\/>|>[\s\S]*?<\/\1>)/g, '')
    .split(/\n\s*\n/)
    .flatMap((block) => (/^\s*(\||- )/.test(block) ? block.split('\n') : [block]));
}

const isPublished = (block: string): boolean => {
  const words = block.replace(/<[A-Z][^>]*>/g, '');
  const withoutNames = words
    // `Llama 3.1 405B` is a name with its size in it.
    .replace(/\bL[Ll]a[Mm][Aa](-| )?[\d.]*( |-)\d+B\b/g, '')
    .replaceAll(new RegExp(named, 'g'), '')
    .replace(/\b[A-Za-z]+-?\d[\w.-]*/g, '')
    .replace(/\[?-?@[\w-]+\]?/g, '');
  return named.test(words) && amount.test(withoutNames);
};
const citedIn = (block: string): string[] =>
  [...block.matchAll(/(?<![\w.])@([A-Za-z][\w-]*)/g)].map(([, key]) => key ?? '');

describe.each(files)('%s', (file) => {
  const blocks = blocksOf(readFileSync(join(content, 'en', file), 'utf8')).filter(isPublished);

  test('no number of a published model stands without its source', () => {
    expect(blocks.filter((block) => citedIn(block).length === 0)).toEqual([]);
  });

  test('the sources are in the bibliography', () => {
    expect(blocks.flatMap(citedIn).filter((key) => !keys.has(key))).toEqual([]);
  });
});

test('the rule finds what it is about, and what is cited passes', () => {
  expect(isPublished('Gopher has 280 billion parameters.')).toBe(true);
  expect(isPublished('Mixtral 8x7B is a name.')).toBe(false);
  expect(isPublished('Our model has 3 million parameters.')).toBe(false);
  const all = files.flatMap((file) => blocksOf(readFileSync(join(content, 'en', file), 'utf8')));
  expect(all.filter(isPublished).length).toBeGreaterThan(10);
});

/** `Gu and Dao 2023`, `Poli et al. 2023`. */
const asNamed = /\b([A-Z][A-Za-z-]+)(?: and ([A-Z][A-Za-z-]+)| et al\.) ((?:19|20)\d\d)\b/g;

test.each(readdirSync(messages).filter((name) => name.endsWith('.ts')))(
  'the works that %s names are in the bibliography',
  (file) => {
    const text = readFileSync(join(messages, file), 'utf8');
    const missing = [...text.matchAll(asNamed)]
      .filter(
        ([, first, second, year]) =>
          !works.some(
            (work) =>
              work.authors[0] === first &&
              (second === undefined || work.authors[1] === second) &&
              // A preprint and the conference that printed it may be a year apart.
              Math.abs(Number(work.year) - Number(year)) <= 1,
          ),
      )
      .map(([name]) => name);
    expect(missing).toEqual([]);
  },
);
