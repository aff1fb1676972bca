import { useEffect, useRef } from 'react';
import { messages } from '../messages/index.ts';
import { useProgress } from '../reader/progress.ts';
import { type Route, routes } from '../routes.ts';
import { isWritten } from '../written.ts';
import { BookLink } from './book-link.tsx';

/** The written chapters before and after this one. Who sees them has come to the end, and so has read the chapter. */
export function Neighbours({ route }: { readonly route: Route }) {
  const end = useRef<HTMLElement>(null);
  useEffect(() => {
    const element = end.current;
    if (element === null) return;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) useProgress.getState().finish(route.path);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [route]);
  const chapters = routes.filter((chapter) => chapter.number !== null && isWritten(chapter.path));
  const index = chapters.indexOf(route);
  if (index < 0) return null;
  const previous = chapters[index - 1];
  const next = chapters[index + 1];
  return (
    <nav className="neighbours" ref={end} aria-label={`${messages.shell.previous}, ${messages.shell.next}`}>
      {previous === undefined ? <span /> : <Neighbour route={previous} label={messages.shell.previous} />}
      {next === undefined ? <span /> : <Neighbour route={next} label={messages.shell.next} />}
    </nav>
  );
}

function Neighbour({ route, label }: { readonly route: Route; readonly label: string }) {
  return (
    <BookLink to={route.path}>
      <span className="label">{label}</span>
      <span className="number">{route.number}</span>
      {messages.routes[route.path].title}
    </BookLink>
  );
}
