import { messages } from './messages/index.ts';
import type { RoutePath } from './routes.ts';

/** Which routes are written: a chapter is when its file is there. */

/** How each chapter's module is fetched, by its file. */
export const chapterFiles = import.meta.glob('../../content/en/**/*.mdx');

export const chapterFileOf = (path: RoutePath): string => `../../content/${messages.language}${path}.mdx`;

/** Pages that are programs rather than prose. */
export const builtPaths = [
  '/',
  '/lab',
  '/figures',
  '/references',
  '/glossary',
] as const satisfies readonly RoutePath[];
export type BuiltPath = (typeof builtPaths)[number];

export const isBuilt = (path: RoutePath): path is BuiltPath =>
  (builtPaths as readonly RoutePath[]).includes(path);

export const isWritten = (path: RoutePath): boolean => isBuilt(path) || chapterFileOf(path) in chapterFiles;

/** The module that a page comes from, as the build's manifest names it. */
export function moduleOf(path: RoutePath): string {
  if (!isBuilt(path)) return `content/${messages.language}${path}.mdx`;
  return `src/book/pages/${path === '/' ? 'cover' : path.slice(1)}.tsx`;
}
