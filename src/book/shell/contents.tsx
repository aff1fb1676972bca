import { messages } from '../messages/index.ts';
import { useProgress } from '../reader/progress.ts';
import { appendices, parts, type Route, routePaths } from '../routes.ts';
import { isWritten } from '../written.ts';
import { BookLink } from './book-link.tsx';

/** The whole book at a glance, with what has been read, and what is still to be written. */
export function Contents() {
  const { read, last } = useProgress();
  const state = (route: Route, chapters: readonly Route[]): string =>
    last === route.path || chapters.some(({ path }) => path === last)
      ? 'is-here'
      : [route, ...chapters].every(({ path }) => read.includes(path))
        ? 'is-read'
        : '';
  return (
    <section aria-labelledby="contents">
      <h2 className="cover-section" id="contents">
        {messages.shell.contents}
      </h2>
      <ol className="contents">
        {parts.map(({ route, chapters }) => (
          <li key={route.path} className={state(route, chapters)}>
            <b>
              <Entry route={route} />
            </b>
            {chapters.length === 0 ? (
              <p className="question">{messages.routes[route.path].question}</p>
            ) : (
              <ul>
                {chapters.map((chapter) => (
                  <li key={chapter.path}>
                    <Entry route={chapter} />
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ol>
      <p className="appendices">
        {appendices
          .filter((route) => isWritten(route.path))
          .map((route) => (
            <BookLink key={route.path} to={route.path}>
              {messages.routes[route.path].title}
            </BookLink>
          ))}
      </p>
      {routePaths.every(isWritten) ? null : (
        <p className="contents-legend">{messages.shell.contentsLegend}</p>
      )}
    </section>
  );
}

function Entry({ route }: { readonly route: Route }) {
  const { read, last } = useProgress();
  return (
    <>
      <BookLink to={route.path}>{messages.routes[route.path].title}</BookLink>
      {last === route.path ? (
        <span className="mark">{messages.shell.here}</span>
      ) : read.includes(route.path) ? (
        <span className="mark is-quiet">{messages.shell.read}</span>
      ) : null}
    </>
  );
}
