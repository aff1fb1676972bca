import glossary from '../../../content/en/glossary.json';
import { messages } from '../messages/index.ts';
import { findRoute } from '../routes.ts';
import { BookLink } from '../shell/book-link.tsx';

const words = messages.glossary;

interface Entry {
  readonly id: string;
  readonly term: string;
  readonly symbol: string | null;
  readonly definition: string;
  readonly route: string;
  /** Where the term can be seen at work, in the chapter of the route. */
  readonly figure?: string;
}

const entries: readonly Entry[] = glossary;

export default function Glossary() {
  return (
    <main className="plain-page" id="text" data-path="/glossary">
      <h1 tabIndex={-1}>{messages.routes['/glossary'].title}</h1>
      <p className="lede">{words.lede}</p>
      <dl className="glossary">
        {entries.map((entry) => {
          const route = findRoute(entry.route);
          return (
            <div key={entry.id} id={entry.id}>
              <dt>
                {entry.term}
                {entry.symbol === null ? null : <i> {entry.symbol}</i>}
              </dt>
              <dd>
                {entry.definition}{' '}
                {route === undefined ? null : (
                  <BookLink to={route.path}>
                    {route.number} {messages.routes[route.path].title}
                  </BookLink>
                )}
                {route === undefined || entry.figure === undefined ? null : (
                  <>
                    {', '}
                    <BookLink to={`${route.path}#figure-${entry.figure}`}>{words.live}</BookLink>
                  </>
                )}
              </dd>
            </div>
          );
        })}
      </dl>
    </main>
  );
}
