import { prerender } from 'react-dom/static';
import { Book } from './book.tsx';
import { descriptionOf, loadPage, titleOf } from './pages.ts';
import { findRoute, routes } from './routes.ts';
import { isWritten, moduleOf } from './written.ts';

/** The book in Node, once, while it is built: a finished page for every route that is written. */

export const notFoundPath = '/404';

export const writtenPaths = (): string[] =>
  routes.filter(({ path }) => isWritten(path)).map(({ path }) => path);

export interface RenderedPage {
  readonly html: string;
  readonly title: string;
  readonly description: string;
  /** The modules of the page, as the manifest names them. */
  readonly modules: readonly string[];
}

export async function render(path: string, base: string): Promise<RenderedPage> {
  const page = await loadPage(path);
  // All of a page stands in its HTML: nothing is left for a script to move into place.
  const options = { progressiveChunkSize: Number.POSITIVE_INFINITY };
  const { prelude } = await prerender(<Book initial={page} base={base} path={path} />, options);
  const html = await new Response(prelude).text();
  const route = findRoute(path);
  return {
    html,
    title: titleOf(page),
    description: descriptionOf(page),
    modules: route !== undefined && page.kind !== 'missing' ? [moduleOf(route.path)] : [],
  };
}
