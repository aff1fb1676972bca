import { lazy, Suspense, useCallback, useState } from 'react';
import { messages } from '../messages/index.ts';
import { useShortcut } from './shortcuts.ts';

const Search = lazy(() => import('./search.tsx'));

/** The search is fetched when it is first wanted. */
export function SearchButton() {
  const [open, setOpen] = useState(false);
  const show = useCallback(() => setOpen(true), []);
  const hide = useCallback(() => setOpen(false), []);
  useShortcut('/', show);
  return (
    <>
      <button type="button" className="needs-script to-search" onClick={show} aria-keyshortcuts="/">
        {messages.shell.search} <kbd>/</kbd>
      </button>
      {open ? (
        <Suspense>
          <Search onClose={hide} />
        </Suspense>
      ) : null}
    </>
  );
}
