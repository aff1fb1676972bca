import { useEffect, useState } from 'react';
import { messages } from '../messages/index.ts';
import type { Section } from '../pages.ts';
import { useProgress } from '../reader/progress.ts';
import { parts, type Route } from '../routes.ts';
import { BookLink } from './book-link.tsx';

interface RailProps {
  readonly route: Route;
  readonly sections: readonly Section[];
}

/** The contents beside a chapter: the residual stream runs down it, and the chapters hang on it. */
export function Rail({ route, sections }: RailProps) {
  const read = useProgress((progress) => progress.read);
  const at = useSectionInView(sections);
  const classes = (of: Route, kind: string): string =>
    [kind, read.includes(of.path) ? 'is-read' : '', of === route ? 'is-here' : ''].filter(Boolean).join(' ');
  const own = (of: Route) =>
    of === route && sections.length > 0 ? (
      <ol className="sections">
        {sections.map((section) => (
          <li key={section.id} className={section.id === at ? 'is-at' : ''}>
            <a
              href={`#${section.id}`}
              {...(section.id === at ? { 'aria-current': 'location' as const } : {})}
            >
              {section.title}
            </a>
          </li>
        ))}
      </ol>
    ) : null;
  return (
    <nav className="rail" aria-label={messages.shell.contents}>
      <ol className="stream">
        {parts.map(({ route: part, chapters }) => (
          <li key={part.path} className={classes(part, 'part')}>
            <Entry route={part} here={part === route} />
            {own(part)}
            {chapters.length === 0 ? null : (
              <ol>
                {chapters.map((chapter) => (
                  <li key={chapter.path} className={classes(chapter, 'sub')}>
                    <Entry route={chapter} here={chapter === route} />
                    {own(chapter)}
                  </li>
                ))}
              </ol>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

function Entry({ route, here }: { readonly route: Route; readonly here: boolean }) {
  const words = messages.routes[route.path];
  return (
    <BookLink to={route.path} current={here} className="entry">
      {route.part === null && route.number !== null ? <span className="number">{route.number}</span> : null}
      {words.short ?? words.title}
    </BookLink>
  );
}

/** The last section whose heading has passed the upper third of the window. */
function useSectionInView(sections: readonly Section[]): string | null {
  const [at, setAt] = useState<string | null>(null);
  useEffect(() => {
    const headings = sections.flatMap(({ id }) => document.getElementById(id) ?? []);
    if (headings.length === 0) return;
    let asked = 0;
    const look = () => {
      const passed = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight / 3);
      setAt(passed.at(-1)?.id ?? null);
    };
    const onScroll = () => {
      cancelAnimationFrame(asked);
      asked = requestAnimationFrame(look);
    };
    look();
    addEventListener('scroll', onScroll, { passive: true });
    return () => {
      cancelAnimationFrame(asked);
      removeEventListener('scroll', onScroll);
    };
  }, [sections]);
  return at;
}
