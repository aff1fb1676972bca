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
        {references.map(({ id, phrases, citedIn, drawnIn }) => (
          <li key={id} id={id}>
            <p>
              {phrases.map(({ text, as }) =>
                as === 'link' ? (
                  <a key={text} href={text}>
                    {text}
                  </a>
                ) : as === 'italic' ? (
                  <i key={text}>{text}</i>
                ) : (
                  text
                ),
              )}
            </p>
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
              {drawnIn === null ? null : (
                <span>
                  {citedIn.length === 0 ? '' : '. '}
                  <BookLink to={drawnIn}>{words.drawnIn}</BookLink>
                </span>
              )}
            </p>
          </li>
        ))}
      </ul>
    </main>
  );
}
