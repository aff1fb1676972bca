/**
 * A figure of the page on the wall. It is the figure itself, with all that was typed, trained and chosen in it: its box is laid
 * over the place that the stage keeps for it, and everything else of the page can neither be seen nor reached.
 */

/** Everything but these can't be reached. Answers with the way back. */
function leaveAlone(kept: readonly Element[]): () => void {
  const silenced: Element[] = [];
  const silence = (parent: Element) => {
    for (const child of parent.children) {
      if (kept.includes(child) || child.hasAttribute('inert')) continue;
      if (kept.some((element) => child.contains(element))) silence(child);
      else {
        child.setAttribute('inert', '');
        silenced.push(child);
      }
    }
  };
  silence(document.body);
  return () => {
    for (const element of silenced) element.removeAttribute('inert');
  };
}

/** The room that a wall of 1920 px keeps for a figure; where there is less, the figure is as much smaller, but not too small to read. */
const fullWidth = 1776;
const leastScale = 0.6;

/** `place`: the stage's room for the figure. null: the wall shows words alone. */
export function spotlight(stage: Element, figure: HTMLElement | null, place: Element | null): () => void {
  const free = leaveAlone(figure === null ? [stage] : [stage, figure]);
  if (figure === null || place === null) return free;
  const layOver = () => {
    const { top, left, width, height } = place.getBoundingClientRect();
    const scale = Math.min(1, Math.max(leastScale, width / fullWidth));
    for (const [name, value] of Object.entries({ top, left, width: width / scale, height: height / scale }))
      figure.style.setProperty(`--stage-${name}`, `${value}px`);
    figure.style.setProperty('--stage-scale', String(scale));
  };
  figure.classList.add('is-presented', 'is-staged');
  layOver();
  const observer = new ResizeObserver(layOver);
  observer.observe(place);
  observer.observe(document.documentElement);
  return () => {
    observer.disconnect();
    figure.classList.remove('is-presented', 'is-staged');
    free();
  };
}

/** A figure is fetched apart from its chapter, and may still be on its way. */
export function whenThere(widget: string, found: (figure: HTMLElement) => void): () => void {
  const look = () => document.querySelector<HTMLElement>(`figure[data-widget="${CSS.escape(widget)}"]`);
  const figure = look();
  if (figure !== null) {
    found(figure);
    return () => {};
  }
  const observer = new MutationObserver(() => {
    const late = look();
    if (late === null) return;
    observer.disconnect();
    found(late);
  });
  observer.observe(document.body, { childList: true, subtree: true });
  return () => observer.disconnect();
}
