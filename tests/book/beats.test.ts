import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { mdx } from '../../src/book/build/mdx.ts';

/** A chapter is two modules: what is read, and with `?beats` what is shown on the wall. */

// The first chapter starts what colours listings.
vi.setConfig({ testTimeout: 120_000 });

const root = join(import.meta.dirname, '../..');
const plugins = await mdx(root);

async function compile(source: string, query = ''): Promise<string> {
  for (const { transform } of plugins) {
    const run = transform as unknown as (source: string, id: string) => Promise<{ code: string } | null>;
    const result = await run.call({}, source, join(root, `content/en/primer.mdx${query}`));
    if (result) return result.code;
  }
  throw new Error('no plugin took it');
}

const chapter = `---
lede: A lede
---

## First section

Text of the chapter.

<Predict id="guess" choices={["yes", "no"]} figure="next-token">
What will it be?<SideNote>A note.</SideNote>
<Solution>It is yes.</Solution>
</Predict>

<NextToken/>

<Summary>
- short
</Summary>
`;

const beats = `
<Beat title="What is next?" figure="next-token" state="temperature:2">
On the wall.
<Notes>Only for me.</Notes>
</Beat>

<Beat title="Guess" predict="guess"/>
`;

describe('beats that are written', () => {
  test('are no part of the page, which knows their number', async () => {
    const page = await compile(chapter + beats);
    expect(page).toContain('export const beatCount = 2');
    expect(page).toContain('Text of the chapter');
    expect(page).not.toMatch(/Only for me|On the wall|What is next/);
  });

  test('are all that the stage has, with the question of the prediction that they name', async () => {
    const stage = await compile(chapter + beats, '?beats');
    expect(stage).toMatch(/Only for me[\s\S]*What will it be[\s\S]*It is yes/);
    expect(stage).not.toMatch(/Text of the chapter|A note\./);
    const facts = /export const beats = (\[[\s\S]*?\]);/.exec(stage)?.[1] ?? '';
    expect(facts).toContain('"title": "What is next?"');
    expect(facts).toContain('"state": "temperature:2"');
    expect(facts).toContain('"poll": true');
  });

  test.each([
    [
      'a figure that the chapter does not have',
      '<Beat title="a" figure="attention-map"/>',
      /no figure "attention-map"/,
    ],
    ['a prediction that the chapter does not have', '<Beat title="a" predict="b"/>', /no prediction "b"/],
    ['a state of nothing', '<Beat title="a" state="b:1"/>', /a state needs a figure/],
    ['no title', '<Beat figure="next-token"/>', /needs a title/],
  ])('%s is refused', async (_, beat, message) => {
    await expect(compile(`${chapter}\n${beat}\n`)).rejects.toThrow(message);
  });
});

test('a chapter without beats shows its predictions, its figures and its summary', async () => {
  expect(await compile(chapter)).toContain('export const beatCount = 3');
  const stage = await compile(chapter, '?beats');
  expect(stage).toMatch(/What will it be[\s\S]*short/);
  expect(stage.match(/"title": "First section"/g)).toHaveLength(2);
});

test('a chapter with nothing to show has no beats', async () => {
  expect(await compile('Text.\n')).toContain('export const beatCount = 0');
});
