import type { ReactNode } from 'react';

/** What a button shows, and what it is called where marks and numbers alone say too little. An `aria-label` would not hold what is seen. */
export function ShownAndSpoken({
  spoken,
  children,
}: {
  readonly spoken: string;
  readonly children: ReactNode;
}) {
  return (
    <>
      <span className="shown" aria-hidden="true">
        {children}
      </span>
      <span className="spoken">{spoken}</span>
    </>
  );
}
