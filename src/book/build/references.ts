import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Root } from 'hast';
import { toHtml } from 'hast-util-to-html';
import rehypeCitation from 'rehype-citation';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';
import { VFile } from 'vfile';
import type { Plugin } from 'vite';
import { messages } from '../messages/index.ts';
import { routes } from '../routes.ts';
import { chapterFile } from './numbering.ts';

export interface Reference {
  readonly id: string;
  /** The formatted entry; made here from our own bibliography. */
  readonly html: string;
  /** Routes of the chapters that cite it. */
  readonly citedIn: readonly string[];
}

export async function readReferences(root: string): Promise<readonly Reference[]> {
  const content = join(root, 'content');
  const chapters = routes.flatMap((route) => {
    const file = chapterFile(join(content, messages.language), route.path);
    return route.path !== '/' && existsSync(file)
      ? [{ path: route.path, text: readFileSync(file, 'utf8') }]
      : [];
  });
  return (await formatAll(content)).map(({ id, html }) => ({
    id,
    html: linkAddresses(html),
    citedIn: chapters.filter(({ text }) => new RegExp(`@${id}\\b`, 'i').test(text)).map(({ path }) => path),
  }));
}

/** The chapters' own formatter, asked for every entry at once. */
async function formatAll(content: string): Promise<readonly { id: string; html: string }[]> {
  const tree: Root = { type: 'root', children: [] };
  const processor = unified().use(rehypeCitation, {
    bibliography: 'references.bib',
    path: content,
    noCite: ['@*'],
  });
  const formatted = await processor.run(tree, new VFile({ cwd: content }));
  const entries: { id: string; html: string }[] = [];
  visit(formatted as Root, 'element', (element) => {
    const { id } = element.properties;
    if (typeof id === 'string' && id.startsWith('bib-'))
      entries.push({ id: id.slice('bib-'.length), html: toHtml(element.children).trim() });
  });
  return entries;
}

const linkAddresses = (html: string): string =>
  html.replace(/https?:\/\/[^\s<]+/g, (address) => `<a href="${address}">${address}</a>`);

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
