import type { Root } from 'mdast';
import { visit } from 'unist-util-visit';

/** The apostrophe of a keyboard becomes the one of print. Quotation marks are written as they shall stand: “ and ”. */
export function remarkTypography() {
  return (tree: Root): void => {
    visit(tree, 'text', (node) => {
      node.value = node.value.replace(/(?<=\p{L})'(?=\p{L}|\s|$)/gu, '’');
    });
  };
}
