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
  const show = (event: Event) => {
    const term = termOf(event.target);
    if (term !== null) void box().then(({ showTerm }) => showTerm(term));
  };
  const hide = (to: EventTarget | null) => {
    if (termOf(to) === null && !(to instanceof Element && to.closest('.term-meaning')))
      void box().then(({ hideTerm }) => hideTerm());
  };
  let touched = false;
  listen('pointerdown', (event) => {
    touched = event.pointerType === 'touch';
  });
  listen('pointerover', (event) => {
    if (event.pointerType !== 'touch') show(event);
  });
  listen('pointerout', (event) => {
    if (termOf(event.target) !== null) hide(event.relatedTarget);
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
    if (term === null || !touched || term.hasAttribute('aria-describedby')) return;
    event.preventDefault();
    event.stopPropagation();
    show(event);
  });
  return () => heard.abort();
}
