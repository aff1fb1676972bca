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
import type { Plugin } from 'vite';
import { messages } from '../messages/index.ts';
import { rehypeBibliography } from './bibliography.ts';
import { remarkCardNumbers } from './card-numbers.ts';
import { rehypeCodeBlocks } from './code-blocks.ts';
import { rehypeFormulas } from './formulas.ts';
import { remarkNumbering } from './numbering.ts';
import { rehypeSections } from './sections.ts';
import { remarkSideNotes } from './side-notes.ts';
import { remarkTypography } from './typography.ts';

/** How a chapter becomes a module. Code in a chapter is TypeScript, the language of the models; its colours are CSS variables. */
export async function mdx(root: string): Promise<Plugin> {
  const content = join(root, 'content');
  const theme = createCssVariablesTheme({ name: 'book', variablePrefix: '--code-', fontStyle: true });
  const highlighter = await createHighlighterCore({
    themes: [theme],
    langs: [typescript],
    engine: createJavaScriptRegexEngine(),
  });
  const plugin = mdxRollup({
    remarkPlugins: [
      [remarkFrontmatter, ['yaml']],
      remarkMdxFrontmatter,
      remarkGfm,
      remarkMath,
      [remarkCardNumbers, { checkpoints: join(root, 'public', 'checkpoints') }],
      remarkTypography,
      remarkSideNotes,
      [remarkNumbering, { folder: join(content, messages.language) }],
    ],
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
      [rehypeCitation, { bibliography: 'references.bib', path: content, linkCitations: true }],
      rehypeBibliography,
      [
        rehypeShikiFromHighlighter,
        highlighter, // No time limit: on a busy machine a line would be left half read, and the two builds would differ.
        { theme: 'book', defaultLanguage: 'typescript', tokenizeTimeLimit: 0 },
      ],
      rehypeCodeBlocks,
    ],
  });
  return { ...plugin, enforce: 'pre' } as Plugin;
}
