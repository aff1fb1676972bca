/** What every chart of the book is: plain arrays in, an element out, updated in place. A chart never sees a tensor. */
export interface Chart<Data> {
  readonly element: SVGSVGElement | HTMLCanvasElement | HTMLElement;
  update(data: Data): void;
  destroy(): void;
}

/** Of the hosts that are watched. Asking the page for a width in the midst of drawing makes it lay everything out there and then. */
const widths = new WeakMap<HTMLElement, number>();

/** The width that a chart is laid out for, or `fallback` where nothing has been laid out yet (tests, hidden panels). */
export function widthOf(host: HTMLElement, fallback: number): number {
  const width = widths.get(host) ?? host.clientWidth;
  return width > 0 ? width : fallback;
}

/** A length from the tokens, in pixels: themes change cells and letters (the projector's are larger). */
export function tokenLength(host: HTMLElement, property: string, fallback: number): number {
  const value = Number.parseFloat(getComputedStyle(host).getPropertyValue(property));
  return Number.isFinite(value) && value > 0 ? value : fallback;
}

/** Where an event is on a chart, in the chart's own pixels: a small stage shows it smaller. */
export function placeOn(
  svg: SVGSVGElement | null,
  { clientX, clientY }: { readonly clientX: number; readonly clientY: number },
): { readonly x: number; readonly y: number } | null {
  if (!svg) return null;
  const box = svg.getBoundingClientRect();
  const shown = box.width / Number(svg.getAttribute('width'));
  // Where nothing is laid out (tests) it is as large as it is drawn.
  const scale = shown > 0 && Number.isFinite(shown) ? shown : 1;
  return { x: (clientX - box.left) / scale, y: (clientY - box.top) / scale };
}

/** Calls back when theme or text size changes: a canvas holds their colours, and every chart has their sizes. */
function watchTheme(changed: () => void): () => void {
  if (typeof MutationObserver === 'undefined' || typeof matchMedia === 'undefined') return () => {};
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme', 'data-text-size'] });
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', changed);
  return () => {
    observer.disconnect();
    dark.removeEventListener('change', changed);
  };
}

/**
 * Calls back when the host changes width, and when the reader's settings bring other sizes of letters and cells. Where nothing observes
 * sizes (tests), a chart keeps the one it was born with.
 */
export function watchLook(host: HTMLElement, changed: () => void): () => void {
  if (typeof ResizeObserver === 'undefined') return () => {};
  widths.set(host, host.clientWidth);
  const observer = new ResizeObserver(() => {
    if (host.clientWidth === widths.get(host)) return;
    widths.set(host, host.clientWidth);
    changed();
  });
  observer.observe(host);
  const stopTheme = watchTheme(changed);
  return () => {
    observer.disconnect();
    stopTheme();
    widths.delete(host);
  };
}
