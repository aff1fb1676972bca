/** What a term means, beside the term: on pointing, on focus and on a tap. Plain DOM: one box serves the whole page. */
import glossary from '../../../content/en/glossary.json';

const boxId = 'term-meaning';

/** The term that is explained now. */
let shown: HTMLAnchorElement | null = null;

function box(): HTMLElement {
  const known = document.getElementById(boxId);
  if (known !== null) return known;
  const made = document.createElement('div');
  made.id = boxId;
  made.className = 'term-meaning';
  made.setAttribute('role', 'tooltip');
  made.popover = 'manual';
  // It stays while it is pointed at, so that it can be read and copied.
  made.addEventListener('pointerleave', (event) => {
    if (event.relatedTarget !== shown) hideTerm();
  });
  document.body.append(made);
  return made;
}

export function showTerm(link: HTMLAnchorElement): void {
  const entry = glossary.find(({ id }) => link.hash === `#${id}`);
  if (entry === undefined || shown === link) return;
  hideTerm();
  const element = box();
  const name = document.createElement('b');
  name.textContent = entry.symbol === null ? entry.term : `${entry.term}, ${entry.symbol}`;
  element.replaceChildren(name, document.createTextNode(` ${entry.definition}`));
  element.showPopover();
  place(element, link);
  link.setAttribute('aria-describedby', boxId);
  shown = link;
}

/** Under the term, or above it where there is no room below. */
function place(element: HTMLElement, link: HTMLElement): void {
  const term = link.getClientRects()[0] ?? link.getBoundingClientRect();
  const { width, height } = element.getBoundingClientRect();
  const margin = 8;
  const below = term.bottom + margin;
  element.style.left = `${Math.max(margin, Math.min(term.left, innerWidth - width - margin))}px`;
  element.style.top = `${below + height < innerHeight ? below : Math.max(margin, term.top - height - margin)}px`;
}

export function hideTerm(): void {
  shown?.removeAttribute('aria-describedby');
  shown = null;
  const element = document.getElementById(boxId);
  if (element?.matches(':popover-open')) element.hidePopover();
}
