/** A listing of code, coloured while the book was built (`build/code-blocks.ts`). */
export function Listing({ html }: { readonly html: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long line scrolls, and a keyboard must reach it
    // biome-ignore lint/security/noDangerouslySetInnerHtml: Shiki made this from the book's own text, at build time
    <pre tabIndex={0} dangerouslySetInnerHTML={{ __html: html }} />
  );
}
