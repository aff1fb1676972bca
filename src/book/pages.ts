import type { MDXContent } from 'mdx/types';
import type { ComponentType } from 'react';
import * as v from 'valibot';
import { messages } from './messages/index.ts';
import { findRoute, type Route, type RoutePath } from './routes.ts';
import { type BuiltPath, chapterFileOf, chapterFiles, isBuilt, isWritten } from './written.ts';

/** Which pages there are, and how each is fetched. A chapter is written when its file is there. */

const frontmatterSchema = v.object({
  /** One or two sentences under the title; also the page's description. */
  lede: v.pipe(v.string(), v.minLength(1)),
  minutes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
});
export type Frontmatter = v.InferOutput<typeof frontmatterSchema>;

export interface Section {
  readonly id: string;
  readonly title: string;
}

interface ChapterModule {
  readonly default: MDXContent;
  readonly frontmatter?: unknown;
  readonly sections: readonly Section[];
  readonly beatCount: number;
}

const builtPages: Record<BuiltPath, () => Promise<{ default: ComponentType }>> = {
  '/': () => import('./pages/cover.tsx'),
  '/lab': () => import('./pages/lab.tsx'),
  '/figures': () => import('./pages/figures.tsx'),
  '/references': () => import('./pages/references.tsx'),
  '/glossary': () => import('./pages/glossary.tsx'),
};

export type Page =
  | {
      readonly kind: 'chapter';
      readonly route: Route;
      readonly frontmatter: Frontmatter;
      readonly sections: readonly Section[];
      /** How many beats the stage has for it. */
      readonly beatCount: number;
      readonly Content: MDXContent;
    }
  | { readonly kind: 'built'; readonly route: Route; readonly Content: ComponentType }
  | { readonly kind: 'missing'; readonly route: Route | null };

const loaded = new Map<RoutePath, Page>();

/** A page that has been fetched is there at once, so that going back to it does not flicker. */
export async function loadPage(path: string): Promise<Page> {
  const route = findRoute(path);
  if (route === undefined || !isWritten(route.path)) return { kind: 'missing', route: route ?? null };
  const known = loaded.get(route.path);
  if (known !== undefined) return known;
  const page = await fetchPage(route);
  loaded.set(route.path, page);
  return page;
}

async function fetchPage(route: Route): Promise<Page> {
  if (isBuilt(route.path)) return { kind: 'built', route, Content: (await builtPages[route.path]()).default };
  const file = chapterFileOf(route.path);
  const chapter = (await chapterFiles[file]?.()) as ChapterModule | undefined;
  if (chapter === undefined) return { kind: 'missing', route };
  const { output, success, issues } = v.safeParse(frontmatterSchema, chapter.frontmatter);
  if (!success)
    throw new Error(`${file}: its head does not fit: ${issues.map((issue) => issue.message).join('; ')}`);
  return {
    kind: 'chapter',
    route,
    frontmatter: output,
    sections: chapter.sections,
    beatCount: chapter.beatCount,
    Content: chapter.default,
  };
}

export const titleOf = (page: Page): string =>
  page.kind === 'missing'
    ? `${messages.notFound.title} · ${messages.book.title}`
    : page.route.path === '/'
      ? messages.book.title
      : `${messages.routes[page.route.path].title} · ${messages.book.title}`;

export const descriptionOf = (page: Page): string =>
  page.kind === 'chapter' ? page.frontmatter.lede : messages.book.description;
