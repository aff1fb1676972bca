import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { numberChapters } from '../../src/book/build/numbering.ts';
import { rehypeSections } from '../../src/book/build/sections.ts';
import { remarkSideNotes } from '../../src/book/build/side-notes.ts';
import { widgetName } from '../../src/book/mdx-names.ts';

let folder: string;
const write = (name: string, text: string) => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
};
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'chapters-'));
  write('transformer.mdx', 'Text\n\n<BlockDiagram/>\n');
  write(
    'transformer/self-attention.mdx',
    '<AttentionMap/>\n\n<Exercise id="a">\n</Exercise>\n\n<AttentionByHand/>\n',
  );
  write('transformer/feed-forward.mdx', '<Exercise id="b">\n</Exercise>\n\n<Neurons/>\n\n<AttentionMap/>\n');
  write('scaling.mdx', '<ScalingRace/>\n');
  write('primer.mdx', '<DotProduct/>\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('figures and exercises are numbered through their part, each where it first stands', () => {
  const { figures, exercises } = numberChapters(folder);
  expect([...figures].map(([name, { number, route }]) => `${number} ${name} ${route.path}`)).toEqual([
    '2.1 block-diagram /transformer',
    '2.2 attention-map /transformer/self-attention',
    '2.3 attention-by-hand /transformer/self-attention',
    '2.4 neurons /transformer/feed-forward',
    '4.1 scaling-race /scaling',
    'P.1 dot-product /primer',
  ]);
  expect(exercises.get('/transformer/self-attention')).toEqual(['2.1']);
  expect(exercises.get('/transformer/feed-forward')).toEqual(['2.2']);
});

test.each([
  ['AttentionMap', 'attention-map'],
  ['NextToken', 'next-token'],
  ['ScalingBySqrtD', 'scaling-by-sqrt-d'],
])('the tag %s is the widget %s', (tag, name) => {
  expect(widgetName(tag)).toBe(name);
});

test('a side note leaves its mark in the sentence and stands after the paragraph', () => {
  const note = {
    type: 'mdxJsxTextElement',
    name: 'SideNote',
    attributes: [],
    children: [{ type: 'text', value: 'note' }],
  };
  const paragraph = {
    type: 'paragraph' as const,
    children: [
      { type: 'text' as const, value: 'before' },
      note as never,
      { type: 'text' as const, value: 'after' },
    ],
  };
  const tree = { type: 'root' as const, children: [paragraph, { type: 'paragraph' as const, children: [] }] };
  remarkSideNotes()(tree);
  expect(tree).toMatchObject({
    children: [
      { type: 'paragraph', children: [{ value: 'before' }, { name: 'SideNoteMark' }, { value: 'after' }] },
      {
        name: 'SideNotes',
        children: [{ name: 'SideNoteText', attributes: [{ name: 'number', value: '1' }] }],
      },
      { type: 'paragraph' },
    ],
  });
});

test('the second-level headings are exported as sections', () => {
  const heading = (tagName: string, id: string, value: string) => ({
    type: 'element' as const,
    tagName,
    properties: { id },
    children: [{ type: 'text' as const, value }],
  });
  const tree = {
    type: 'root' as const,
    children: [heading('h2', 'one', 'One'), heading('h3', 'two', 'Two')],
  };
  rehypeSections()(tree);
  const text = JSON.stringify(tree.children[0]);
  expect(text).toContain('"name":"sections"');
  expect(text).toContain('"value":"One"');
  expect(text).not.toContain('"value":"Two"');
});
