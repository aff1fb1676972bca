import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { messages } from '../messages/index.ts';
import { findRoute } from '../routes.ts';
import { isWritten } from '../written.ts';

interface BookLinkProps {
  /** A route, with a `#heading` or `?state` if wanted. */
  readonly to: string;
  readonly children: ReactNode;
  readonly className?: string;
  readonly current?: boolean;
}

/** A link within the book. To a chapter that is not written yet it is words and says so: there are no dead links. */
export function BookLink({ to, children, className, current = false }: BookLinkProps) {
  const route = findRoute(to.split(/[?#]/)[0] ?? '/');
  if (route === undefined || !isWritten(route.path))
    return (
      <span className={`unwritten ${className ?? ''}`.trim()}>
        {children}
        <span className="spoken"> ({messages.shell.notWritten})</span>
      </span>
    );
  return (
    <Link href={to} className={className ?? ''} {...(current ? { 'aria-current': 'page' as const } : {})}>
      {children}
    </Link>
  );
}
