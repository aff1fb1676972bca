import { references } from 'virtual:references';
import { messages } from '../messages/index.ts';
import { findRoute, type Route } from '../routes.ts';
import { BookLink } from '../shell/book-link.tsx';

const words = messages.references;

export default function References() {
  return (
    <main className="plain-page" id="text" data-path="/references">
      <h1 tabIndex={-1}>{messages.routes['/references'].title}</h1>
      <p className="lede">{words.lede}</p>
      <ul className="reference-list">
        {references.map(({ id, html, citedIn }) => (
          <li key={id} id={id}>
            {/* biome-ignore lint/security/noDangerouslySetInnerHtml: formatted from the book's own bibliography, at build time */}
            <p dangerouslySetInnerHTML={{ __html: html }} />
            <p className="cited-in">
              {citedIn
                .map((path) => findRoute(path))
                .filter((route): route is Route => route !== undefined)
                .map((route, index) => (
                  <span key={route.path}>
                    {index === 0 ? `${words.citedIn} ` : ', '}
                    <BookLink to={`${route.path}#bib-${id.toLowerCase()}`}>
                      {route.number} {messages.routes[route.path].title}
                    </BookLink>
                  </span>
                ))}
            </p>
          </li>
        ))}
      </ul>
    </main>
  );
}
