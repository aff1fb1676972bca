/** The frame's small drawings: 14 px action icons and 11 px badge marks. */
import type { ReactNode } from 'react';

export type IconName = 'reset' | 'link' | 'present' | 'export' | 'table' | 'code';

const actionPaths: Readonly<Record<IconName, string>> = {
  reset: 'M2.5 7a4.5 4.5 0 1 0 1.6-3.4M4.2 1.2v2.6H6.8',
  link: 'M6 8.2 8.4 5.8M5.2 6 3 8.2a2.1 2.1 0 0 0 3 3L8.2 9M8.8 8 11 5.8a2.1 2.1 0 0 0-3-3L5.8 5',
  present: 'M1.5 2.5h11v7h-11zM7 9.5v3M4.5 12.5h5',
  export: 'M7 1.5v7M4.2 5.8 7 8.6l2.8-2.8M1.8 10v2.5h10.4V10',
  table: 'M1.5 2.5h11v9h-11zM1.5 5.5h11M1.5 8.5h11M5 2.5v9',
  code: 'M4.5 3.5 1.2 7l3.3 3.5M9.5 3.5 12.8 7l-3.3 3.5',
};

export function ActionIcon({ name }: { readonly name: IconName }) {
  return (
    <svg viewBox="0 0 14 14" aria-hidden="true" focusable="false">
      <path d={actionPaths[name]} />
    </svg>
  );
}

export type BadgeKind = 'trained' | 'exact' | 'published' | 'schematic';

const marks: Readonly<Record<BadgeKind, ReactNode>> = {
  trained: <rect x="1" y="1" width="9" height="9" fill="currentColor" />,
  exact: <path d="M1 3.5h9M1 7.5h9" stroke="currentColor" strokeWidth="1.8" />,
  published: <path d="M5.5 0v11M2.5 3.2h6" stroke="currentColor" strokeWidth="1.8" />,
  schematic: (
    <rect
      x="1"
      y="1"
      width="9"
      height="9"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeDasharray="2 2"
    />
  ),
};

export function BadgeMark({ kind }: { readonly kind: BadgeKind }) {
  return (
    <svg viewBox="0 0 11 11" aria-hidden="true" focusable="false">
      {marks[kind]}
    </svg>
  );
}
