import type { Root } from 'hast';
import { toHtml } from 'hast-util-to-html';
import { visit } from 'unist-util-visit';

/** A listing with its colours becomes one string of HTML, as a formula does: dozens of small elements are dear in a chapter's chunk. */
export function rehypeCodeBlocks() {
  return (tree: Root): void => {
    visit(tree, 'element', (element, index, parent) => {
      if (element.tagName !== 'pre' || parent === undefined || index === undefined) return;
      parent.children[index] = {
        type: 'mdxJsxFlowElement',
        name: 'Listing',
        attributes: [{ type: 'mdxJsxAttribute', name: 'html', value: toHtml(element.children) }],
        children: [],
      };
    });
  };
}
