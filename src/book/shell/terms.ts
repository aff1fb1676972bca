/** Listens for terms on the whole page. What they mean is fetched when the first one is pointed at. */

const box = () => import('./term-popover.ts');

const termOf = (target: EventTarget | null): HTMLAnchorElement | null =>
  target instanceof Element ? target.closest<HTMLAnchorElement>('a.term') : null;

export function connectTerms(page: Document = document): () => void {
  const heard = new AbortController();
  const listen = <Type extends keyof DocumentEventMap>(
    type: Type,
    hear: (event: DocumentEventMap[Type]) => void,
  ) => page.addEventListener(type, hear, { signal: heard.signal, capture: true });
  let asked = false;
  const show = (event: Event) => {
    const term = termOf(event.target);
    if (term === null) return;
    asked = true;
    void box().then(({ showTerm }) => showTerm(term));
  };
  const hide = (to: EventTarget | null) => {
    // Where none was ever shown, nothing is fetched to hide it.
    if (!asked || termOf(to) !== null || (to instanceof Element && to.closest('.term-meaning'))) return;
    void box().then(({ hideTerm }) => hideTerm());
  };
  // A tap on a term that was not explained yet. The tap focuses the term, and so explains it, before it is a click.
  let first = false;
  listen('pointerdown', (event) => {
    const term = termOf(event.target);
    first = event.pointerType === 'touch' && term !== null && !term.hasAttribute('aria-describedby');
    if (term === null) hide(event.target);
  });
  listen('pointerover', (event) => {
    if (event.pointerType !== 'touch') show(event);
  });
  listen('pointerout', (event) => {
    if (event.pointerType !== 'touch' && termOf(event.target) !== null) hide(event.relatedTarget);
  });
  listen('focusin', show);
  listen('focusout', (event) => {
    if (termOf(event.target) !== null) hide(event.relatedTarget);
  });
  listen('keydown', (event) => {
    if (event.key === 'Escape') hide(null);
  });
  // A first tap explains, a second one follows the link.
  listen('click', (event) => {
    const term = termOf(event.target);
    if (term === null) return;
    if (!first) return hide(null);
    event.preventDefault();
    event.stopPropagation();
    show(event);
  });
  return () => heard.abort();
}
