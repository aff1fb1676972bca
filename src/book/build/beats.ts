/**
 * A chapter on the wall. Its beats are written in the chapter: `<Beat title="..." figure="attention-map" state="layer:2">` with what
 * the wall shows, and `<Notes>` for the speaker. They are no part of the text: the page gets their number alone, and the module
 * `chapter.mdx?beats`, fetched when somebody presents, holds nothing but them. A chapter without beats has some all the same: its
 * predictions, its figures and its summary.
 */

import type { Root as HtmlRoot } from 'hast';
import { toString as textOf } from 'hast-util-to-string';
import type { Heading, Root, RootContent } from 'mdast';
import type { MdxJsxFlowElement } from 'mdast-util-mdx-jsx';
import { SKIP, visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { isFigureTag, widgetName } from '../mdx-names.ts';
import { messages } from '../messages/index.ts';
import type { BeatFacts } from '../stage/beat.ts';
import { exportValue } from './export-value.ts';

/** In the page: the beats are gone, and `beatCount` says how many there were. */
export function remarkWithoutBeats() {
  return (tree: Root, file: VFile): void => {
    const count = beatsOf(tree, file).length;
    tree.children = tree.children.filter((node) => !isTag(node, 'Beat'));
    tree.children.unshift(exportValue('beatCount', count));
  };
}

/** In `?beats`: there is nothing but the beats, and `beats` says what each shows. */
export function remarkOnlyBeats() {
  return (tree: Root, file: VFile): void => {
    const beats = beatsOf(tree, file);
    const facts = beats.map(({ facts: each }) => each);
    tree.children = beats.map(({ facts: _, children }, index) => tag('Beat', children, { index }));
    visit(tree, ['mdxJsxTextElement', 'mdxJsxFlowElement'], (node, index, parent) => {
      if (!isTag(node, 'SideNote') || parent === undefined || index === undefined) return;
      (parent as Root).children.splice(index, 1);
      return [SKIP, index];
    });
    tree.children.unshift(exportValue('beats', facts));
  };
}

/** The list of references that the citations of the notes make belongs to the chapter. */
export function rehypeWithoutReferences() {
  return (tree: HtmlRoot): void => {
    tree.children = tree.children.filter(
      (node) => !(node.type === 'element' && node.properties.id === 'refs'),
    );
  };
}

interface Beat {
  readonly facts: BeatFacts;
  readonly children: readonly RootContent[];
}

function beatsOf(tree: Root, file: VFile): readonly Beat[] {
  const tags = tree.children.filter((node): node is MdxJsxFlowElement => node.type === 'mdxJsxFlowElement');
  const figures = new Set(
    tags.flatMap(({ name }) => (name !== null && isFigureTag(name) ? [widgetName(name)] : [])),
  );
  const written = tags.filter(({ name }) => name === 'Beat');
  if (written.length === 0) return derived(tree);
  return written.map((element): Beat => {
    const title = attribute(element, 'title');
    const figure = attribute(element, 'figure');
    const predict = attribute(element, 'predict');
    const state = attribute(element, 'state');
    if (title === null || title === '') file.fail('<Beat>: it needs a title, a plain string.', element);
    if (figure !== null && !figures.has(figure))
      file.fail(`<Beat>: this chapter has no figure "${figure}".`, element);
    if (state !== null && figure === null) file.fail('<Beat>: a state needs a figure.', element);
    const question = tags.find(
      ({ name, ...rest }) => name === 'Predict' && attribute(rest, 'id') === predict,
    );
    if (predict !== null && question === undefined)
      file.fail(`<Beat>: this chapter has no prediction "${predict}".`, element);
    return {
      facts: {
        title: title ?? '',
        figure,
        state,
        poll: predict !== null,
        notes: element.children.some((child) => isTag(child, 'Notes')),
      },
      children: [...element.children, ...(question === undefined ? [] : [poll(question)])],
    };
  });
}

/** Predictions, figures and the summary in their order; each is called as the section in which it stands. */
function derived(tree: Root): readonly Beat[] {
  let section = '';
  const shown = new Set<string>();
  return tree.children.flatMap((node): Beat[] => {
    if (node.type === 'heading' && node.depth === 2) section = plainText(node);
    if (node.type !== 'mdxJsxFlowElement' || node.name === null) return [];
    const facts = { title: section, figure: null, state: null, poll: false, notes: false };
    if (node.name === 'Predict') return [{ facts: { ...facts, poll: true }, children: [poll(node)] }];
    if (node.name === 'Summary')
      return [{ facts: { ...facts, title: messages.chapter.summary }, children: node.children }];
    const figure = widgetName(node.name);
    if (!isFigureTag(node.name) || shown.has(figure)) return [];
    shown.add(figure);
    return [{ facts: { ...facts, figure }, children: [] }];
  });
}

/** A prediction is put to the room as a poll: the same question, choices and answer. */
const poll = (question: MdxJsxFlowElement): MdxJsxFlowElement => ({
  ...structuredClone(question),
  name: 'Poll',
});

const isTag = (node: { readonly type: string; readonly name?: unknown }, name: string): boolean =>
  (node.type === 'mdxJsxFlowElement' || node.type === 'mdxJsxTextElement') && node.name === name;

function attribute({ attributes }: Pick<MdxJsxFlowElement, 'attributes'>, name: string): string | null {
  const found = attributes.find((one) => one.type === 'mdxJsxAttribute' && one.name === name);
  return typeof found?.value === 'string' ? found.value : null;
}

const tag = (
  name: string,
  children: readonly RootContent[],
  attributes: Readonly<Record<string, number>>,
): MdxJsxFlowElement => ({
  type: 'mdxJsxFlowElement',
  name,
  attributes: Object.entries(attributes).map(([key, value]) => ({
    type: 'mdxJsxAttribute',
    name: key,
    value: String(value),
  })),
  children: children as MdxJsxFlowElement['children'],
});

const plainText = (heading: Heading): string => textOf(heading as never);
