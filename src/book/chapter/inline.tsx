import { Fragment, type ReactNode } from 'react';
import { tokenSpans } from '../../viz/visible-token.ts';
import { messages } from '../messages/index.ts';
import { BookLink } from '../shell/book-link.tsx';

interface InlineProps {
  readonly children: ReactNode;
}

/**
 * A term where it is defined, or where the reader may have forgotten it: `<Term>softmax</Term>`, `<Term id="logit">logits</Term>`.
 * A test sees to it that the glossary has each.
 */
export function Term({ id, children }: InlineProps & { readonly id?: string }) {
  return (
    <BookLink
      to={`/glossary#${id ?? (typeof children === 'string' ? termId(children) : '')}`}
      className="term"
    >
      {children}
    </BookLink>
  );
}

export const termId = (term: string): string => term.toLowerCase().replace(/[^a-z0-9]+/g, '-');

/** A word for a tensor, in the tensor's ink; it lights up with it. */
export function Tensor({ name, children }: InlineProps & { readonly name: string }) {
  return (
    <i className="tensor" data-symbol={name}>
      {children}
    </i>
  );
}

/** A token as the figures show it. White space is visible. */
export function Token({ children }: InlineProps) {
  const text = typeof children === 'string' ? children : '';
  let start = 0;
  return (
    <span className="token-chip is-inline">
      {tokenSpans(text).map((span) => {
        const key = start;
        start += span.text.length;
        return (
          <i key={key} className={span.space ? 'space' : ''}>
            {span.text}
          </i>
        );
      })}
    </span>
  );
}

/** A sentence as its tokens: `<Tokens>mia has a ball</Tokens>`, parted at spaces. */
export function Tokens({ children }: InlineProps) {
  const tokens = typeof children === 'string' ? children.trim().split(/\s+/) : [];
  return (
    <span className="tokens">
      {tokens.map((token, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same word may stand at several places, and none ever moves
        <Fragment key={index}>
          {index === 0 ? '' : ' '}
          <Token>{token}</Token>
        </Fragment>
      ))}
    </span>
  );
}

/** `build/numbering.ts` gives the number and the route. */
export function FigureLink({
  to,
  number = '',
  route = '/',
}: {
  readonly to: string;
  readonly number?: string;
  readonly route?: string;
}) {
  return <BookLink to={`${route}#figure-${to}`}>{messages.chapter.figure(number)}</BookLink>;
}
