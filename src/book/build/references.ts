import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElementContent, Root } from 'hast';
import rehypeCitation from 'rehype-citation';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';
import { VFile } from 'vfile';
import type { Plugin } from 'vite';
import { publishedModels } from '../../data/published/models.ts';
import { messages } from '../messages/index.ts';
import { routes } from '../routes.ts';
import { chapterFile } from './numbering.ts';

export interface Phrase {
  readonly text: string;
  readonly as: 'plain' | 'italic' | 'link';
}

export interface Reference {
  readonly id: string;
  /** The formatted entry, phrase by phrase. */
  readonly phrases: readonly Phrase[];
  /** Routes of the chapters that cite it. */
  readonly citedIn: readonly string[];
  /** The figure whose numbers are from it, where the text of its chapter does not cite it. */
  readonly drawnIn: string | null;
}

export async function readReferences(root: string): Promise<readonly Reference[]> {
  const content = join(root, 'content');
  const chapters = routes.flatMap((route) => {
    const file = chapterFile(join(content, messages.language), route.path);
    return route.path !== '/' && existsSync(file)
      ? [{ path: route.path, text: readFileSync(file, 'utf8') }]
      : [];
  });
  return (await formatAll(content)).map(({ id, phrases }) => ({
    id,
    phrases,
    ...placesOf(id, chapters),
  }));
}

const race = '/scaling';
const drawn = new Set(publishedModels.flatMap(({ sources }) => sources).map((key) => key.toLowerCase()));

function placesOf(
  id: string,
  chapters: readonly { readonly path: string; readonly text: string }[],
): Pick<Reference, 'citedIn' | 'drawnIn'> {
  const pattern = new RegExp(`@${id}\\b`, 'i');
  const citedIn = chapters.filter(({ text }) => pattern.test(text)).map(({ path }) => path);
  const onlyDrawn = drawn.has(id.toLowerCase()) && !citedIn.includes(race);
  return { citedIn, drawnIn: onlyDrawn ? `${race}#figure-scaling-race` : null };
}

/** The chapters' own formatter, asked for every entry at once. */
async function formatAll(content: string): Promise<readonly Pick<Reference, 'id' | 'phrases'>[]> {
  const tree: Root = { type: 'root', children: [] };
  const processor = unified().use(rehypeCitation, {
    bibliography: 'references.bib',
    path: content,
    noCite: ['@*'],
  });
  const formatted = await processor.run(tree, new VFile({ cwd: content }));
  const entries: Pick<Reference, 'id' | 'phrases'>[] = [];
  visit(formatted as Root, 'element', (element) => {
    const { id } = element.properties;
    if (typeof id === 'string' && id.startsWith('bib-'))
      entries.push({ id: id.slice('bib-'.length), phrases: trimmed(phrasesOf(element.children, 'plain')) });
  });
  return entries;
}

function phrasesOf(nodes: readonly ElementContent[], as: Phrase['as']): Phrase[] {
  return nodes.flatMap((node): Phrase[] => {
    if (node.type === 'element')
      return phrasesOf(node.children, /^(i|em)$/.test(node.tagName) ? 'italic' : as);
    return node.type === 'text' ? linked(node.value, as) : [];
  });
}

/** Addresses in a text become links. */
const linked = (text: string, as: Phrase['as']): Phrase[] =>
  text
    .split(/(https?:\/\/[^\s<]+)/)
    .filter((part) => part !== '')
    .map((part) => ({ text: part, as: /^https?:\/\//.test(part) ? 'link' : as }));

/** Without the white space of the formatter's markup. */
const trimmed = (phrases: readonly Phrase[]): Phrase[] =>
  phrases
    .map((phrase, index) => ({
      ...phrase,
      text:
        index === 0
          ? phrase.text.trimStart()
          : index === phrases.length - 1
            ? phrase.text.trimEnd()
            : phrase.text,
    }))
    .filter(({ text }) => text !== '');

/** `import { references } from 'virtual:references'`: the bibliography, formatted while the book is built. */
export function references(root: string): Plugin {
  const id = 'virtual:references';
  return {
    name: 'book:references',
    resolveId: (source) => (source === id ? `\0${id}` : null),
    async load(source) {
      if (source !== `\0${id}`) return null;
      this.addWatchFile(join(root, 'content/references.bib'));
      return `export const references = ${JSON.stringify(await readReferences(root))};`;
    },
  };
}
