/**
 * A formula, typeset while the book was built (`build/formulas.ts`). Its symbols carry the names of tensors; `widgets/highlight.ts`
 * listens for the whole page, so that pointing at a symbol lights its tensor in the figure, and the other way round.
 */
export function Formula({ html, display = false }: { readonly html: string; readonly display?: boolean }) {
  const Tag = display ? 'div' : 'span';
  return (
    <Tag
      // A wide one scrolls: by keys too, where no symbol in it takes the focus.
      tabIndex={display && !html.includes('tabindex') ? 0 : undefined}
      className={display ? 'formula' : 'formula-inline'}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: KaTeX made this from the book's own text, at build time
      dangerouslySetInnerHTML={{ __html: html }}
    />
  );
}
