/**
 * Every address of the book, in reading order, as plain data. Titles are words, so they live in `messages/`; whether a chapter
 * is written is decided by its file (`pages.ts`), so that no list has to be kept by hand.
 */

export const routePaths = [
  '/',
  '/introduction',
  '/transformer',
  '/transformer/self-attention',
  '/transformer/multi-head-attention',
  '/transformer/feed-forward',
  '/transformer/normalization-and-residuals',
  '/variations',
  '/variations/decoder-only',
  '/variations/encoder-only',
  '/variations/encoder-decoder',
  '/scaling',
  '/innovations',
  '/innovations/mixture-of-experts',
  '/innovations/state-space-models',
  '/future',
  '/future/efficient-attention',
  '/future/sparse-activation',
  '/future/hardware-aware-design',
  '/future/modular-architectures',
  '/lab',
  '/primer',
  '/teach',
  '/figures',
  '/references',
  '/glossary',
] as const;

export type RoutePath = (typeof routePaths)[number];

export interface Route {
  readonly path: RoutePath;
  /** '2.1'; null for what is not a numbered chapter. */
  readonly number: string | null;
  /** The part that a chapter belongs to; null for a part itself. */
  readonly part: RoutePath | null;
}

const unnumbered: ReadonlySet<RoutePath> = new Set([
  '/',
  '/lab',
  '/primer',
  '/teach',
  '/figures',
  '/references',
  '/glossary',
]);

function number(paths: readonly RoutePath[]): Route[] {
  let part = 0;
  let chapter = 0;
  let partPath: RoutePath | null = null;
  return paths.map((path): Route => {
    if (unnumbered.has(path)) return { path, number: null, part: null };
    if (path.lastIndexOf('/') === 0) {
      part += 1;
      chapter = 0;
      partPath = path;
      return { path, number: String(part), part: null };
    }
    chapter += 1;
    return { path, number: `${part}.${chapter}`, part: partPath };
  });
}

export const routes: readonly Route[] = number(routePaths);

const byPath: ReadonlyMap<string, Route> = new Map(routes.map((route) => [route.path, route]));

/** The route of an address without its base; a slash at the end makes no difference. */
export function findRoute(path: string): Route | undefined {
  return byPath.get(path.length > 1 ? path.replace(/\/+$/, '') : path);
}

/** The parts of the book with their chapters, as the contents show them; the Lab closes the list. */
export const parts: readonly { readonly route: Route; readonly chapters: readonly Route[] }[] = routes
  .filter((route) => (route.number !== null && route.part === null) || route.path === '/lab')
  .map((route) => ({ route, chapters: routes.filter((chapter) => chapter.part === route.path) }));

/** What is beside the chapters: shown in a small list under the contents. */
export const appendices: readonly Route[] = routes.filter(
  (route) => route.number === null && route.path !== '/' && route.path !== '/lab',
);
