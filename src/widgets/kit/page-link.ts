/**
 * What a link says of the page around its figures, in the same form as a figure's part: `?page=1~theme:dark&backend=wasm`. The
 * figures' parts stand beside it, so one address holds the whole state of a page.
 */
import { messages } from '../messages/en.ts';
import {
  type ChoiceState,
  decodeState,
  encodeState,
  payloadIn,
  replaceInQuery,
  type StateOf,
  type TextState,
} from './url-state.ts';

const { pageLink } = messages;

export const pageFields = {
  /** `own`: that of whoever opens the link. */
  theme: {
    kind: 'choice',
    label: pageLink.theme,
    default: 'own',
    choices: ['own', 'light', 'dark', 'projector'],
  } as ChoiceState<'own' | 'light' | 'dark' | 'projector'>,
  view: {
    kind: 'choice',
    label: pageLink.view,
    default: 'read',
    choices: ['read', 'stage', 'speaker'],
  } as ChoiceState<'read' | 'stage' | 'speaker'>,
  beat: { kind: 'number', label: pageLink.beat, default: 1, minimum: 1, maximum: 99, step: 1 },
  /** Which stage a speaker's window belongs to. */
  session: { kind: 'text', label: pageLink.session, default: '', maximum: 12 } as TextState,
} as const;

export type PageState = StateOf<typeof pageFields>;

const backends: readonly string[] = ['webgl', 'wasm', 'cpu'];

export interface PageLink {
  readonly state: PageState;
  /** What could not be used, each as a phrase for the reader. The figures say by themselves what they could not use. */
  readonly problems: readonly string[];
}

/** `figures`: those of the book. A parameter that is not ours, such as a mail program adds, is no problem. */
export function decodePage(search: string, figures: readonly string[]): PageLink {
  const { state, problems } = decodeState(pageFields, payloadIn(search, 'page'));
  const all = [...problems];
  for (const [name, value] of new URLSearchParams(search)) {
    if (name === 'backend' && !backends.includes(value)) all.push(pageLink.backend(value.slice(0, 20)));
    else if (name !== 'page' && /^\d+~/.test(value) && !figures.includes(name))
      all.push(pageLink.figure(name.slice(0, 40)));
  }
  return { state, problems: all };
}

/** The query with what it says of the page replaced; the figures' parts stay. */
export const withPage = (search: string, state: PageState): string =>
  replaceInQuery(search, 'page', encodeState(pageFields, state).payload);

export interface Shared {
  readonly theme?: PageState['theme'];
  readonly backend?: string | null;
}

/** A query to give away: the figures as they stand, and of the page only what is asked for. */
export function sharedQuery(search: string, { theme = 'own', backend = null }: Shared = {}): string {
  const state: PageState = { theme, view: 'read', beat: 1, session: '' };
  return replaceInQuery(withPage(search, state), 'backend', backend);
}

/** The address of this page with another query, at one of its figures. */
export const addressOf = (search: string, figure: string | null): string =>
  location.origin + location.pathname + search + (figure === null ? '' : `#figure-${figure}`);

export const figureSetEvent = 'book:figure-set';

/** Sets a figure of the page from outside, as a link would: what the payload does not name is at its default. */
export function setFigure(figure: string, payload: string | null): void {
  const search = replaceInQuery(location.search, figure, payload);
  history.replaceState(history.state, '', location.pathname + search + location.hash);
  dispatchEvent(new CustomEvent(figureSetEvent, { detail: figure }));
}

/** `layer:2~text:mia has a ball`, as a chapter writes it, as a figure's part of a link. */
export const payloadOf = (written: string): string | null => (written === '' ? null : `1~${written}`);
