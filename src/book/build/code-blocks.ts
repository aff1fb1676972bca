import type { Element, ElementContent, Root } from 'hast';
import { visit } from 'unist-util-visit';
import type { ColouredText } from '../listing.tsx';

/** A listing that Shiki has coloured becomes one `<Listing>`: its runs of characters with their colours, as data. */
export function rehypeCodeBlocks() {
  return (tree: Root): void => {
    visit(tree, 'element', (element, index, parent) => {
      if (element.tagName !== 'pre' || parent === undefined || index === undefined) return;
      const code = JSON.stringify(joined(runs(element, null)));
      parent.children[index] = {
        type: 'mdxJsxFlowElement',
        name: 'Listing',
        attributes: [{ type: 'mdxJsxAttribute', name: 'code', value: code }],
        children: [],
      };
    });
  };
}

function runs(node: Element | ElementContent, colour: string | null): ColouredText[] {
  if (node.type === 'text') return [[node.value, colour]];
  if (node.type !== 'element') return [];
  const own = /color:\s*var\((--[\w-]+)\)/.exec(String(node.properties.style ?? ''))?.[1];
  // What Shiki puts on the whole listing is the page's own ink.
  const inherited = node.tagName === 'pre' ? null : (own ?? colour);
  return node.children.flatMap((child) => runs(child, inherited));
}

/** Neighbours of one colour as one run; space has none. */
function joined(parts: readonly ColouredText[]): ColouredText[] {
  const whole: [string, string | null][] = [];
  for (const [text, colour] of parts) {
    const last = whole.at(-1);
    if (last !== undefined && (last[1] === colour || text.trim() === '')) last[0] += text;
    else whole.push([text, colour]);
  }
  return whole;
}
