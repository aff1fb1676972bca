/** Pagefind's index of the finished pages (`build/search.ts`), as the dialog sees it: routes and plain text. */
import * as v from 'valibot';
import { messages } from '../messages/index.ts';
import { findRoute, type RoutePath } from '../routes.ts';

export interface Part {
  readonly text: string;
  readonly hit: boolean;
}

export interface Found {
  readonly path: RoutePath;
  readonly title: string;
  readonly sections: readonly {
    readonly address: string;
    readonly title: string;
    readonly excerpt: readonly Part[];
  }[];
}

const sectionSchema = v.object({ title: v.string(), url: v.string(), excerpt: v.string() });
const dataSchema = v.object({ url: v.string(), sub_results: v.array(sectionSchema) });

interface Pagefind {
  options(options: object): Promise<void>;
  debouncedSearch(
    text: string,
    options: object,
    milliseconds: number,
  ): Promise<{ readonly results: readonly { data(): Promise<unknown> }[] } | null>;
}

const base = import.meta.env.BASE_URL;
let opened: Promise<Pagefind> | null = null;

async function openIndex(): Promise<Pagefind> {
  const pagefind = (await import(/* @vite-ignore */ `${base}pagefind/pagefind.js`)) as Pagefind;
  await pagefind.options({ baseUrl: base, excerptLength: 24 });
  return pagefind;
}

const pagesShown = 8;
const sectionsShown = 3;

/** null: another search has overtaken this one. */
export async function searchBook(text: string): Promise<readonly Found[] | null> {
  opened ??= openIndex();
  // What failed, for want of a connection, is tried again at the next letter.
  opened.catch(() => {
    opened = null;
  });
  const found = await (await opened).debouncedSearch(text, {}, 120);
  if (found === null) return null;
  const pages = await Promise.all(found.results.slice(0, pagesShown).map((result) => result.data()));
  return pages.flatMap((page) => readPage(page) ?? []);
}

export function readPage(page: unknown): Found | null {
  const { success, output } = v.safeParse(dataSchema, page);
  if (!success) return null;
  const route = findRoute(routeOf(output.url));
  if (route === undefined) return null;
  const { title } = messages.routes[route.path];
  return {
    path: route.path,
    title: route.number === null ? title : `${route.number} ${title}`,
    sections: output.sub_results.slice(0, sectionsShown).map((section) => ({
      address: route.path + (/#.*$/.exec(section.url)?.[0] ?? ''),
      title: section.title,
      excerpt: partsOf(section.excerpt),
    })),
  };
}

/** `/books/llm/introduction/#loss` is `/introduction`. */
const routeOf = (url: string): string =>
  `/${(url.startsWith(base) ? url.slice(base.length) : url)
    .replace(/[?#].*$/, '')
    .replace(/index\.html$/, '')
    .replace(/^\/+|\/+$/g, '')}`;

const entities: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  '#39': "'",
  '#x27': "'",
};

/** An excerpt comes as HTML with `<mark>` around what was found; it is shown as text. */
export const partsOf = (excerpt: string): Part[] =>
  excerpt.split(/<\/?mark>/).map((text, index) => ({
    text: text.replace(/&(lt|gt|amp|quot|#39|#x27);/g, (_, name: string) => entities[name] ?? ''),
    hit: index % 2 === 1,
  }));
