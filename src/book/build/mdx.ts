import { join } from 'node:path';
import mdxRollup from '@mdx-js/rollup';
import rehypeShikiFromHighlighter from '@shikijs/rehype/core';
import rehypeAutolinkHeadings from 'rehype-autolink-headings';
import rehypeCitation from 'rehype-citation';
import rehypeSlug from 'rehype-slug';
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import remarkMdxFrontmatter from 'remark-mdx-frontmatter';
import { createCssVariablesTheme, createHighlighterCore } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';
import typescript from 'shiki/langs/typescript.mjs';
import type { Pluggable, PluggableList } from 'unified';
import type { Plugin } from 'vite';
import { messages } from '../messages/index.ts';
import { rehypeWithoutReferences, remarkOnlyBeats, remarkWithoutBeats } from './beats.ts';
import { rehypeBibliography } from './bibliography.ts';
import { remarkCardNumbers } from './card-numbers.ts';
import { remarkClaimNumbers } from './claim-numbers.ts';
import { rehypeCodeBlocks } from './code-blocks.ts';
import { rehypeFormulas } from './formulas.ts';
import { remarkNumbering } from './numbering.ts';
import { rehypeSections } from './sections.ts';
import { remarkSideNotes } from './side-notes.ts';
import { remarkTypography } from './typography.ts';

/** How a chapter becomes a module. Code in a chapter is TypeScript, the language of the models; its colours are CSS variables. */
export async function mdx(root: string): Promise<Plugin[]> {
  const content = join(root, 'content');
  const theme = createCssVariablesTheme({ name: 'book', variablePrefix: '--code-', fontStyle: true });
  const highlighter = await createHighlighterCore({
    themes: [theme],
    langs: [typescript],
    engine: createJavaScriptRegexEngine(),
  });
  const start: PluggableList = [
    [remarkFrontmatter, ['yaml']],
    remarkMdxFrontmatter,
    remarkGfm,
    remarkMath,
    [remarkCardNumbers, { checkpoints: join(root, 'public', 'checkpoints') }],
    [remarkClaimNumbers, { claims: join(root, 'public', 'claims') }],
    remarkTypography,
  ];
  const numbering: Pluggable = [remarkNumbering, { folder: join(content, messages.language) }];
  const citations = (linkCitations: boolean): Pluggable => [
    rehypeCitation,
    { bibliography: 'references.bib', path: content, linkCitations },
  ];
  const code: PluggableList = [
    [
      rehypeShikiFromHighlighter,
      highlighter, // No time limit: on a busy machine a line would be left half read, and the two builds would differ.
      { theme: 'book', defaultLanguage: 'typescript', tokenizeTimeLimit: 0 },
    ],
    rehypeCodeBlocks,
  ];
  const chapter = mdxRollup({
    remarkPlugins: [...start, remarkWithoutBeats, remarkSideNotes, numbering],
    rehypePlugins: [
      rehypeSlug,
      rehypeSections,
      [
        rehypeAutolinkHeadings,
        {
          behavior: 'append',
          test: ['h2', 'h3'],
          properties: { className: ['permalink'], ariaLabel: messages.chapter.permalink },
          content: { type: 'text', value: '#' },
        },
      ],
      rehypeFormulas,
      citations(true),
      rehypeBibliography,
      ...code,
    ],
  });
  const beats = mdxRollup({
    remarkPlugins: [...start, remarkOnlyBeats, numbering],
    rehypePlugins: [rehypeFormulas, citations(false), rehypeWithoutReferences, ...code],
  });
  return [onlyFor(chapter, (query) => query !== beatsQuery), onlyFor(beats, (query) => query === beatsQuery)];
}

const beatsQuery = 'beats';

/** The same file is two modules: the chapter, and with `?beats` what it shows on the wall. */
function onlyFor(
  plugin: ReturnType<typeof mdxRollup>,
  wanted: (query: string | undefined) => boolean,
): Plugin {
  const { transform, ...rest } = plugin as Plugin & { transform: (code: string, id: string) => unknown };
  return {
    ...rest,
    enforce: 'pre',
    transform(source, id) {
      return wanted(id.split('?')[1]) ? (transform.call(this, source, id) as never) : null;
    },
  };
}
