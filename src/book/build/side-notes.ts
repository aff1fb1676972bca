import type { Paragraph, PhrasingContent, Root, RootContent } from 'mdast';
import type { MdxJsxFlowElement, MdxJsxTextElement } from 'mdast-util-mdx-jsx';
import { visit } from 'unist-util-visit';

/**
 * A side note is written where it is called: `... a softmax,<SideNote>It turns ...</SideNote> is a weight.` An aside cannot
 * stand inside a paragraph, so this leaves a numbered mark there and puts the paragraph's notes after it, as one `<SideNotes>`:
 * in the margin on a wide page, folded under the paragraph on a narrow one.
 */
export function remarkSideNotes() {
  return (tree: Root) => {
    let number = 0;
    visit(tree, 'paragraph', (paragraph: Paragraph, index, parent) => {
      if (parent === undefined || index === undefined) return;
      const notes: RootContent[] = [];
      paragraph.children = paragraph.children.map((child): PhrasingContent => {
        if (child.type !== 'mdxJsxTextElement' || child.name !== 'SideNote') return child;
        number += 1;
        notes.push(element('mdxJsxFlowElement', 'SideNoteText', number, child.children));
        return element('mdxJsxTextElement', 'SideNoteMark', number, []);
      });
      if (notes.length === 0) return;
      const group = { type: 'mdxJsxFlowElement', name: 'SideNotes', attributes: [], children: notes };
      (parent.children as RootContent[]).splice(index + 1, 0, group as MdxJsxFlowElement);
      return index + 2;
    });
  };
}

function element<Type extends 'mdxJsxFlowElement' | 'mdxJsxTextElement'>(
  type: Type,
  name: string,
  number: number,
  children: readonly PhrasingContent[],
): Extract<MdxJsxFlowElement | MdxJsxTextElement, { type: Type }> {
  const attributes = [{ type: 'mdxJsxAttribute', name: 'number', value: String(number) }];
  return { type, name, attributes, children } as unknown as Extract<
    MdxJsxFlowElement | MdxJsxTextElement,
    { type: Type }
  >;
}
