import type { MDXComponents } from 'mdx/types';
import { Component, type ComponentType, type ReactNode, Suspense } from 'react';
import { FormulaReadout } from '../widgets/formula-readout.tsx';
import type { WidgetProps } from '../widgets/kit/figure.tsx';
import { widgetTags } from '../widgets/registry.ts';
import { FurtherReading, Misconceptions, Needs, Objectives, Summary } from './chapter/blocks.tsx';
import { Exercise, Hint, Solution } from './chapter/exercise.tsx';
import { FigureLink, Tensor, Term, Token, Tokens } from './chapter/inline.tsx';
import { Predict } from './chapter/predict.tsx';
import { SideNoteMark, SideNotes, SideNoteText } from './chapter/side-notes.tsx';
import { Formula } from './formula.tsx';
import { Listing } from './listing.tsx';
import type { BookTag } from './mdx-names.ts';
import { messages } from './messages/index.ts';
import { BookLink } from './shell/book-link.tsx';

/** The one table of what a chapter may name: chapters import nothing. */

const bookComponents: Record<BookTag, ComponentType<never>> = {
  Exercise,
  FigureLink,
  Formula,
  FormulaReadout: ({ for: figure }: { readonly for: string }) => <FormulaReadout figure={figure} />,
  FurtherReading,
  Hint,
  Listing,
  Misconceptions,
  Needs,
  Objectives,
  Predict,
  SideNoteMark,
  SideNotes,
  SideNoteText,
  Solution,
  Summary,
  Tensor,
  Term,
  Token,
  Tokens,
};

/** Markdown's own elements, where the book's differ. */
const elements: MDXComponents = {
  a: ({ href = '', children, className, ...rest }) =>
    href.startsWith('/') ? (
      <BookLink to={href}>{children}</BookLink>
    ) : (
      <a href={href} {...(className === undefined ? {} : { className })} {...rest}>
        {children}
      </a>
    ),
  table: (properties) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls by itself, and a keyboard must reach it
    <div className="table" tabIndex={0}>
      <table {...properties} />
    </div>
  ),
};

/** A figure is fetched apart from the text that it stands in; should it fail to load, only it is missing. */
class FigureGuard extends Component<{ readonly children: ReactNode }, { readonly failed: boolean }> {
  override state = { failed: false };
  static getDerivedStateFromError() {
    return { failed: true };
  }
  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <p className="figure-missing" role="alert">
        {messages.shell.figureFailed}
      </p>
    );
  }
}

const inPlace =
  (Widget: ComponentType<WidgetProps>) =>
  (properties: WidgetProps): ReactNode => (
    <FigureGuard>
      <Suspense fallback={<div className="figure-space" />}>
        <Widget {...properties} />
      </Suspense>
    </FigureGuard>
  );

export const figureComponents: Readonly<Record<string, ComponentType<WidgetProps>>> = Object.fromEntries(
  Object.entries(widgetTags).map(([tag, Widget]) => [tag, inPlace(Widget)]),
);

// A chapter's tags are strings, so their props are checked by a test of the content and not by the compiler.
export const mdxComponents = {
  ...elements,
  ...bookComponents,
  ...figureComponents,
} as unknown as MDXComponents;
