import type { ReactNode } from 'react';
import { messages } from '../messages/index.ts';
import { useChapter } from './context.ts';

/** The quiet blocks at a chapter's head and end. Each holds what the chapter wrote between its tags, usually a list. */

interface BlockProps {
  readonly children: ReactNode;
}

const words = messages.chapter;

export function Objectives({ children }: BlockProps) {
  const { minutes } = useChapter();
  return (
    <Block title={words.objectives} aside={minutes === null ? '' : words.minutes(minutes)}>
      {children}
    </Block>
  );
}

export const Needs = ({ children }: BlockProps) => <Block title={words.needs}>{children}</Block>;
export const Misconceptions = ({ children }: BlockProps) => (
  <Block title={words.misconceptions}>{children}</Block>
);

function Block({
  title,
  aside = '',
  children,
}: BlockProps & { readonly title: string; readonly aside?: string }) {
  return (
    <section className="block" aria-label={title}>
      <p className="block-name">
        {title}
        <span>{aside}</span>
      </p>
      {children}
    </section>
  );
}

export function Summary({ children }: BlockProps) {
  return (
    <section className="summary" aria-labelledby="in-short">
      <h2 id="in-short" className="plain">
        {words.summary}
      </h2>
      {children}
    </section>
  );
}

export function FurtherReading({ children }: BlockProps) {
  return (
    <section className="further" aria-labelledby="further-reading">
      <h2 id="further-reading" className="plain">
        {words.furtherReading}
      </h2>
      {children}
    </section>
  );
}
