import type { Root } from 'hast';
import { toString as textOf } from 'hast-util-to-string';
import { visit } from 'unist-util-visit';
import { exportValue } from './export-value.ts';

/** Exports a chapter's second-level headings as `sections`, for the list of contents beside it. */
export function rehypeSections() {
  return (tree: Root) => {
    const sections: { id: string; title: string }[] = [];
    visit(tree, 'element', (element) => {
      if (element.tagName === 'h2' && typeof element.properties.id === 'string')
        sections.push({ id: element.properties.id, title: textOf(element) });
    });
    tree.children.unshift(exportValue('sections', sections));
  };
}
