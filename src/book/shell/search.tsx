/** Search over the book. Its index is made with the site and lies beside it; nothing that is typed leaves the browser. */
import { useEffect, useRef, useState } from 'react';
import { overlayMessages } from '../messages/overlays.ts';
import { BookLink } from './book-link.tsx';
import { type Found, searchBook } from './search-index.ts';

const words = overlayMessages.search;

type Answer =
  | { readonly kind: 'none' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'found'; readonly pages: readonly Found[] };

export default function Search({ onClose }: { readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState('');
  const [answer, setAnswer] = useState<Answer>({ kind: 'none' });

  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  useEffect(() => {
    if (text.trim() === '') {
      setAnswer({ kind: 'none' });
      return;
    }
    let current = true;
    searchBook(text.slice(0, 200)).then(
      (pages) => {
        if (current && pages !== null) setAnswer({ kind: 'found', pages });
      },
      () => current && setAnswer({ kind: 'failed' }),
    );
    return () => {
      current = false;
    };
  }, [text]);

  return (
    <dialog
      ref={dialog}
      className="search"
      aria-label={words.name}
      onClose={onClose}
      onClick={(event) => {
        // A click beside it, or on a result.
        if (event.target === dialog.current || (event.target as Element).closest('a') !== null)
          dialog.current?.close();
      }}
      onKeyDown={(event) => moveFocus(event.nativeEvent, dialog.current)}
    >
      <search>
        <label>
          <span className="spoken">{words.field}</span>
          <input
            type="search"
            placeholder={words.field}
            autoComplete="off"
            spellCheck={false}
            maxLength={200}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        </label>
        <button type="button" className="text-button" onClick={() => dialog.current?.close()}>
          {words.close}
        </button>
        <p role="status" className="search-status">
          {answer.kind === 'failed'
            ? words.failed
            : answer.kind === 'none'
              ? words.hint
              : words.found(answer.pages.length)}
        </p>
        {answer.kind === 'found' ? (
          <ol>
            {answer.pages.map((page) => (
              <li key={page.path}>
                <BookLink to={page.path} className="search-page">
                  {page.title}
                </BookLink>
                <ul>
                  {page.sections.map((section) => (
                    <li key={section.address}>
                      <BookLink to={section.address}>{section.title}</BookLink>
                      <p>
                        {section.excerpt.map(({ text: part, hit }, index) =>
                          // biome-ignore lint/suspicious/noArrayIndexKey: parts never move
                          hit ? <mark key={index}>{part}</mark> : part,
                        )}
                      </p>
                    </li>
                  ))}
                </ul>
              </li>
            ))}
          </ol>
        ) : null}
      </search>
    </dialog>
  );
}

/** Arrows go from the field through the results and back; Escape closes. */
function moveFocus(event: KeyboardEvent, dialog: HTMLDialogElement | null): void {
  if (dialog === null) return;
  // A search field takes the first Escape for itself, to empty it.
  if (event.key === 'Escape') dialog.close();
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const stops = [...dialog.querySelectorAll<HTMLElement>('input, ol a')];
  const at = stops.indexOf(document.activeElement as HTMLElement);
  const next = stops[at + (event.key === 'ArrowDown' ? 1 : -1)];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
