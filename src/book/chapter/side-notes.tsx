import type { ReactNode } from 'react';
import { messages } from '../messages/index.ts';

/** `build/side-notes.ts` turns a `<SideNote>` into these three. */

interface Numbered {
  readonly number: string;
}

export function SideNoteMark({ number }: Numbered) {
  return (
    <a
      className="note-mark"
      id={`mark-${number}`}
      href={`#note-${number}`}
      aria-label={messages.chapter.note(Number(number))}
    >
      {number}
    </a>
  );
}

export function SideNotes({ children }: { readonly children: ReactNode }) {
  return (
    // Not a landmark: a page has many notes, and none is a place to go to.
    <aside className="side" role="note">
      {children}
    </aside>
  );
}

export function SideNoteText({ number, children }: Numbered & { readonly children: ReactNode }) {
  return (
    <p id={`note-${number}`}>
      <span className="note-number" aria-hidden="true">
        {number}
      </span>
      {children}
    </p>
  );
}
