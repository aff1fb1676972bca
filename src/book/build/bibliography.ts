import type { Root } from 'hast';
import { messages } from '../messages/index.ts';

/** rehype-citation ends a chapter with `<div id="refs">`; this gives the list its heading and its place in the outline. */
export function rehypeBibliography() {
  return (tree: Root) => {
    const index = tree.children.findIndex((node) => node.type === 'element' && node.properties.id === 'refs');
    const list = tree.children[index];
    if (list === undefined) return;
    tree.children[index] = {
      type: 'element',
      tagName: 'section',
      properties: { className: ['bibliography'], ariaLabelledBy: ['references'] },
      children: [
        {
          type: 'element',
          tagName: 'h2',
          properties: { id: 'references', className: ['plain'] },
          children: [{ type: 'text', value: messages.chapter.references }],
        },
        list as never,
      ],
    };
  };
}
