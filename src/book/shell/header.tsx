import { messages } from '../messages/index.ts';
import type { Route } from '../routes.ts';
import { BookLink } from './book-link.tsx';
import { SettingsButton } from './settings.tsx';

export function Header({ route }: { readonly route: Route | null }) {
  const onCover = route?.path === '/';
  return (
    <header className="head">
      <div>
        {onCover ? (
          <span className="here">{messages.book.kind}</span>
        ) : (
          <>
            <BookLink to="/" className="name">
              {messages.book.title}
            </BookLink>
            {route === null ? null : (
              <span className="here">
                {route.number === null ? null : <span className="number">{route.number}</span>}
                {messages.routes[route.path].title}
              </span>
            )}
          </>
        )}
        <span className="gap" />
        <BookLink to="/#contents" className={onCover ? 'to-contents is-cover' : 'to-contents'}>
          {messages.shell.contents}
        </BookLink>
        <SettingsButton />
      </div>
    </header>
  );
}
