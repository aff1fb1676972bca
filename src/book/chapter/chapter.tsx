import { type CSSProperties, memo, useMemo } from 'react';
import { mdxComponents } from '../mdx-components.tsx';
import { messages } from '../messages/index.ts';
import type { Page } from '../pages.ts';
import { Neighbours } from '../shell/neighbours.tsx';
import { Rail } from '../shell/rail.tsx';
import { ChapterContext } from './context.ts';

type ChapterPage = Extract<Page, { kind: 'chapter' }>;

/**
 * Drawn again for another page alone: were it drawn again for anything else before its figures have arrived, React would take the
 * prerendered figures out and put them in anew.
 */
export const Chapter = memo(function Chapter({ page }: { readonly page: ChapterPage }) {
  const { route, frontmatter, sections, Content } = page;
  const chapter = useMemo(
    () => ({ path: route.path, minutes: frontmatter.minutes ?? null }),
    [route, frontmatter],
  );
  const numbered = route.number === null ? {} : ({ '--chapter': `"${route.number}"` } as CSSProperties);
  return (
    <div className="page">
      <Rail route={route} sections={sections} />
      <main className="text" id="text" data-path={route.path} style={numbered}>
        <p className="kicker">{kicker(page)}</p>
        <h1 tabIndex={-1}>{messages.routes[route.path].title}</h1>
        <p className="lede">{frontmatter.lede}</p>
        <ChapterContext value={chapter}>
          <Content components={mdxComponents} />
        </ChapterContext>
        <Neighbours route={route} />
      </main>
    </div>
  );
});

function kicker({ route }: ChapterPage): string {
  if (route.number === null) return messages.book.title;
  return route.part === null ? messages.shell.part(route.number) : messages.shell.chapter(route.number);
}
