import type { Element, ElementContent, Root } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import { toHtml } from 'hast-util-to-html';
import { toString as textOf } from 'hast-util-to-string';
import katex from 'katex';
import type { MdxJsxFlowElementHast, MdxJsxTextElementHast } from 'mdast-util-mdx-jsx';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { messages } from '../messages/index.ts';

/**
 * Formulas are typeset while the book is built. A chapter carries each as one string of HTML, in the one component `Formula`,
 * which keeps its chunk small and lets the page be read without JavaScript.
 *
 * A macro such as `\Q` puts the name of the tensor on its symbol (`data-symbol="query"`): CSS colours it, and `formula.tsx`
 * lights the tensor in the figure when a reader points at it.
 */

/** `\tensor{name}{what is written}` is the general form; the rest are the book's usual symbols. */
export const macros: Readonly<Record<string, string>> = {
  '\\tensor': '\\htmlData{symbol=#1}{#2}',
  '\\Q': '\\tensor{query}{Q}',
  '\\K': '\\tensor{key}{K}',
  '\\V': '\\tensor{value}{V}',
  '\\O': '\\tensor{output}{O}',
  '\\q': '\\tensor{query}{q}',
  '\\k': '\\tensor{key}{k}',
  '\\v': '\\tensor{value}{v}',
  '\\o': '\\tensor{output}{o}',
  '\\scores': '\\tensor{scores}{S}',
  '\\pattern': '\\tensor{pattern}{A}',
  '\\stream': '\\tensor{stream}{X}',
  '\\logits': '\\tensor{logits}{z}',
  '\\temperature': '\\tensor{temperature}{T}',
  '\\probability': '\\tensor{probability}{p}',
  '\\dk': '\\tensor{head-size}{d_k}',
  '\\softmax': '\\operatorname{softmax}',
  '\\entropy': '\\operatorname{H}',
  '\\T': '^{\\top}',
};

/** Only the one command that the macros need: it can set `data-symbol`, never a class, an address or a script. */
const trust = (context: { command: string; attributes?: Record<string, string> }) =>
  context.command === '\\htmlData' &&
  Object.keys(context.attributes ?? {}).every((name) => name === 'data-symbol');

export function formulaHtml(tex: string, display: boolean): string {
  const html = katex.renderToString(tex, {
    displayMode: display,
    macros: { ...macros },
    throwOnError: true,
    // `\htmlData` is what the macros are made of; anything else that LaTeX would not take is an error of the author's.
    strict: (code) => (code === 'htmlExtension' ? 'ignore' : 'error'),
    trust,
    // KaTeX hides its picture from screen readers and gives them MathML; `makeReachable` lets the symbols through.
    output: 'htmlAndMathml',
  } as katex.KatexOptions);
  const tree = fromHtml(html, { fragment: true });
  visit(tree, 'element', (element) => {
    // KaTeX leaves the source beside the MathML, where nobody reads it.
    element.children = element.children.filter(
      (child) => child.type !== 'element' || child.tagName !== 'annotation',
    );
    if (classes(element).includes('katex-html')) {
      delete element.properties.ariaHidden;
      for (const child of element.children) makeReachable(child, display);
    }
  });
  return toHtml(tree);
}

/**
 * The picture stays hidden from screen readers except for the symbols that do something. In a formula on its own line these are
 * buttons; in running text they only answer to a pointer, or a paragraph would have ten stops for the Tab key.
 */
function makeReachable(node: ElementContent, display: boolean): boolean {
  if (node.type !== 'element') return false;
  const symbol = node.properties.dataSymbol;
  if (typeof symbol === 'string' && display) {
    const name = messages.symbols[symbol] ?? symbol;
    Object.assign(node.properties, {
      tabIndex: 0,
      role: 'button',
      ariaLabel: messages.chapter.toSymbol(textOf(node).replace(/\u200b/g, ''), name),
    });
    return true;
  }
  const reachable = node.children.map((child) => makeReachable(child, display));
  if (!reachable.includes(true)) {
    node.properties.ariaHidden = 'true';
    return false;
  }
  return true;
}

const classes = (element: Element): readonly unknown[] =>
  Array.isArray(element.properties.className) ? element.properties.className : [];

export function rehypeFormulas() {
  return (tree: Root, file: VFile): void => {
    visit(tree, 'element', (element, index, parent) => {
      if (parent === undefined || index === undefined) return;
      const inner = element.tagName === 'pre' ? element.children[0] : element;
      if (inner?.type !== 'element' || inner.tagName !== 'code') return;
      const display = classes(inner).includes('math-display');
      if (!display && !classes(inner).includes('math-inline')) return;
      const text = inner.children[0];
      const tex = text?.type === 'text' ? text.value.trim() : '';
      let html: string;
      try {
        html = formulaHtml(tex, display);
      } catch (error) {
        return file.fail(`formula ${tex}: ${String(error)}`);
      }
      parent.children[index] = formulaElement(html, display);
      return;
    });
  };
}

function formulaElement(html: string, display: boolean): MdxJsxFlowElementHast | MdxJsxTextElementHast {
  return {
    type: display ? 'mdxJsxFlowElement' : 'mdxJsxTextElement',
    name: 'Formula',
    attributes: [
      { type: 'mdxJsxAttribute', name: 'html', value: html },
      ...(display ? [{ type: 'mdxJsxAttribute' as const, name: 'display', value: null }] : []),
    ],
    children: [],
  };
}
