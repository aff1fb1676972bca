/**
 * A symbol in a formula and its tensor in a figure light each other up. Formulas carry `data-symbol="query"`, figures
 * `data-tensor="query"`; pointing at or focusing either lights both. Figures publish what a formula under them may say: the
 * shapes of the tensors and the arithmetic of the chosen cell.
 */
import { createStore } from 'zustand/vanilla';

export interface TensorShape {
  /** The name in `data-symbol`. */
  readonly symbol: string;
  /** How the formula writes it, such as `Q`, with what stands below it. */
  readonly letter: string;
  readonly below?: string;
  readonly shape: readonly number[];
}

export interface FormulaFacts {
  readonly shapes: readonly TensorShape[];
  /** `“ball”, word 15, looking at “ball”, word 10` */
  readonly subject: string;
  /** `softmax(16.27 ÷ √16)` */
  readonly arithmetic: string;
  /** `0.75` */
  readonly result: string;
}

export interface Highlight {
  readonly lit: string | null;
  /** By figure. */
  readonly facts: Readonly<Record<string, FormulaFacts>>;
}

export const highlight = createStore<Highlight>(() => ({ lit: null, facts: {} }));

export function light(name: string | null): void {
  if (highlight.getState().lit !== name) highlight.setState({ lit: name });
}

/** Called at every picture; formulas are written anew only when something in them changed. */
export function publishFacts(figure: string, facts: FormulaFacts | null): void {
  const known = highlight.getState().facts[figure] ?? null;
  if (JSON.stringify(known) === JSON.stringify(facts)) return;
  highlight.setState(({ facts: before }) => {
    const { [figure]: _old, ...others } = before;
    return { facts: facts ? { ...others, [figure]: facts } : others };
  });
}

const selector = '[data-symbol], [data-tensor]';

function nameOf(target: EventTarget | null): string | null {
  const element = target instanceof Element ? target.closest<HTMLElement>(selector) : null;
  return element?.dataset.symbol ?? element?.dataset.tensor ?? null;
}

let connections = 0;
let disconnect = () => {};

/** Listens on the whole page once, however many formulas and figures ask for it. Answers with the way to let go. */
export function connectHighlight(page: Document = document): () => void {
  connections += 1;
  if (connections === 1) {
    const enter = (event: Event) => light(nameOf(event.target));
    const leave = (event: FocusEvent | PointerEvent) => {
      if (nameOf(event.target) !== null) light(nameOf(event.relatedTarget));
    };
    page.addEventListener('pointerover', enter);
    page.addEventListener('pointerout', leave);
    page.addEventListener('focusin', enter);
    page.addEventListener('focusout', leave);
    const stop = highlight.subscribe(({ lit }, { lit: before }) => {
      if (lit === before) return;
      for (const element of page.querySelectorAll<HTMLElement>(selector))
        element.classList.toggle(
          'is-lit',
          lit !== null && (element.dataset.symbol ?? element.dataset.tensor) === lit,
        );
    });
    disconnect = () => {
      page.removeEventListener('pointerover', enter);
      page.removeEventListener('pointerout', leave);
      page.removeEventListener('focusin', enter);
      page.removeEventListener('focusout', leave);
      stop();
    };
  }
  let held = true;
  return () => {
    if (!held) return;
    held = false;
    connections -= 1;
    if (connections === 0) disconnect();
  };
}
