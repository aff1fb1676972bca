import { messages } from '../messages/index.ts';
import type { Route } from '../routes.ts';
import { BookLink } from './book-link.tsx';
import { SearchButton } from './search-button.tsx';
import { SettingsButton } from './settings.tsx';

interface HeaderProps {
  readonly route: Route | null;
  /** Puts the page on the wall; null where there is nothing to present. */
  readonly present: (() => void) | null;
}

export function Header({ route, present }: HeaderProps) {
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
        <SearchButton />
        {present === null ? null : (
          <button type="button" className="needs-script to-stage" onClick={present} aria-keyshortcuts="p">
            {messages.shell.present} <kbd>P</kbd>
          </button>
        )}
        <SettingsButton />
      </div>
    </header>
  );
}
