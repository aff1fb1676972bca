import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Element, Root } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import { visit } from 'unist-util-visit';
import { render, writtenPaths } from '../../src/book/entry-server.tsx';
import { routes } from '../../src/book/routes.ts';

export const contentFolder = join(import.meta.dirname, '../../content');

/** The chapters as they were written. */
export const chapters: readonly { readonly path: string; readonly text: string }[] = routes.flatMap(
  ({ path }) => {
    const file = join(contentFolder, 'en', `${path.slice(1)}.mdx`);
    return path !== '/' && existsSync(file) ? [{ path, text: readFileSync(file, 'utf8') }] : [];
  },
);

/** A chapter without its head, its listings and its formulas: what is prose. */
export const proseOf = (text: string): string =>
  text
    .replace(/^---[\s\S]*?\n---\n/, '')
    .replace(/```[\s\S]*?```/g, '')
    .replace(/\$\$[\s\S]*?\$\$/g, '')
    .replace(/\$[^$\n]*\$/g, '');

export interface FinishedPage {
  readonly path: string;
  readonly tree: Root;
  readonly ids: readonly string[];
}

/** Every page as the build would write it. */
export async function finishedPages(): Promise<readonly FinishedPage[]> {
  const pages: FinishedPage[] = [];
  for (const path of writtenPaths()) {
    const tree = fromHtml((await render(path, '/')).html, { fragment: true });
    pages.push({
      path,
      tree,
      ids: elements(tree).flatMap(({ properties: { id } }) => (typeof id === 'string' ? [id] : [])),
    });
  }
  return pages;
}

export function elements(tree: Root, ...names: string[]): Element[] {
  const found: Element[] = [];
  visit(tree, 'element', (element) => {
    if (names.length === 0 || names.includes(element.tagName)) found.push(element);
  });
  return found;
}
