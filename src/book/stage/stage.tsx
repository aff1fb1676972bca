/** The wall: one beat of the chapter at a time, in the projector's type, stepped through by a clicker. */
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { type PageState, payloadOf, setFigure, withPage } from '../../widgets/kit/page-link.ts';
import { messages } from '../messages/index.ts';
import { overlayMessages } from '../messages/overlays.ts';
import type { Page } from '../pages.ts';
import { overrideTheme, useSettings } from '../reader/settings.ts';
import { type Beats, BeatWords, loadBeats } from './beats.tsx';
import { PhoneCode } from './code.tsx';
import { type StageKey, stageKey } from './keys.ts';
import {
  newSession,
  nextState,
  openChannel,
  type StageAction,
  type StageChannel,
  startOf,
} from './session.ts';
import { spotlight, whenThere } from './spotlight.ts';

type ChapterPage = Extract<Page, { kind: 'chapter' }>;

export interface StageProps {
  readonly page: ChapterPage;
  /** From the address: the beat to begin with, and the talk to go on with. */
  readonly link: PageState;
  readonly onLeave: () => void;
}

const words = overlayMessages.stage;

export default function Stage({ page, link, onLeave }: StageProps) {
  const [beats, setBeats] = useState<Beats | 'failed' | null>(null);
  useEffect(() => {
    overrideTheme('projector');
    let current = true;
    loadBeats(page.route.path).then(
      (found) => current && setBeats(found),
      () => current && setBeats('failed'),
    );
    return () => {
      current = false;
      overrideTheme(null);
    };
  }, [page]);
  if (beats === 'failed')
    return (
      <div className="stage">
        <p role="alert">{words.failed}</p>
        <button type="button" className="button" onClick={onLeave}>
          {words.keys.leave}
        </button>
      </div>
    );
  return beats === null ? (
    <div className="stage" />
  ) : (
    <Wall page={page} link={link} beats={beats} onLeave={onLeave} />
  );
}

function Wall({ page, link, beats, onLeave }: StageProps & { readonly beats: Beats }) {
  const [session] = useState(() => link.session || newSession());
  const [state, setState] = useState(() => startOf(Math.min(link.beat, beats.facts.length) - 1));
  const stage = useRef<HTMLElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const { title = '', figure = null } = beats.facts[state.beat] ?? {};

  const act = useCallback(
    (action: StageAction) => {
      if (action.kind === 'leave') onLeave();
      else setState((before) => nextState(before, action, beats.facts));
    },
    [beats, onLeave],
  );
  useChannel(session, state, act);
  useKeys(act, session);
  useFigureOnWall(beats, state.beat, stage, place);

  // The address says which beat it is, so that a reload, or a link, opens it again.
  useEffect(() => {
    const search = withPage(location.search, { theme: 'own', view: 'stage', beat: state.beat + 1, session });
    history.replaceState(history.state, '', location.pathname + search + location.hash);
  }, [state.beat, session]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each beat is read out
  useEffect(
    () => stage.current?.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true }),
    [state.beat],
  );

  const number = page.route.number === null ? '' : `${page.route.number}  `;
  return (
    <section
      className={figure === null ? 'stage' : 'stage has-figure'}
      ref={stage}
      aria-label={words.stage}
      data-beat={state.beat + 1}
    >
      <div className="stage-head">
        <span>
          {number}
          {messages.routes[page.route.path].title}
        </span>
        <span className="stage-beats" aria-hidden="true">
          {beats.facts.map((_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a beat is its place
            <i key={index} className={markOf(index, state.beat)} />
          ))}
        </span>
        <span>{words.beat(state.beat + 1, beats.facts.length)}</span>
      </div>
      <h1 tabIndex={-1}>{title}</h1>
      <div className="stage-words">
        <BeatWords beats={beats} state={state} act={act} part="wall" />
      </div>
      <div className="stage-place" ref={place} />
      <StageFoot act={act} session={session} />
      {state.code ? <PhoneCode figure={figure} /> : null}
      {state.blank ? <div className="stage-blank" role="img" aria-label={words.blank} /> : null}
    </section>
  );
}

const markOf = (beat: number, now: number): string => (beat < now ? 'is-done' : beat === now ? 'is-now' : '');

/** Answers the speaker's window. */
function useChannel(
  session: string,
  state: ReturnType<typeof startOf>,
  act: (action: StageAction) => void,
): void {
  const channel = useRef<StageChannel | null>(null);
  const latest = useRef(state);
  latest.current = state;
  useEffect(() => {
    const opened = openChannel(session, (message) => {
      if (message.kind === 'hello') opened.send({ kind: 'shows', state: latest.current });
      if (message.kind === 'pressed') act(message.action);
    });
    channel.current = opened;
    return () => {
      opened.send({ kind: 'left' });
      opened.close();
    };
  }, [session, act]);
  useEffect(() => channel.current?.send({ kind: 'shows', state }), [state]);
}

/** In the order of the events: before any figure, since a clicker must work wherever the focus is. */
function useKeys(act: (action: StageAction) => void, session: string): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const key = stageKey(event, useSettings.getState().shortcuts);
      if (key === null) return;
      event.preventDefault();
      event.stopPropagation();
      perform(key, act, session);
    };
    document.addEventListener('keydown', press, true);
    return () => document.removeEventListener('keydown', press, true);
  }, [act, session]);
}

function perform(key: StageKey, act: (action: StageAction) => void, session: string): void {
  if (key === 'speaker') openSpeaker(session);
  else if (key === 'full screen') toggleFullScreen();
  else if (key !== 'hands') act({ kind: key });
}

function openSpeaker(session: string): void {
  const search = withPage('', { theme: 'own', view: 'speaker', beat: 1, session });
  open(location.pathname + search, `book-speaker-${session}`, 'popup,width=1100,height=760');
}

function toggleFullScreen(): void {
  if (document.fullscreenElement) void document.exitFullscreen();
  // Refused (a frame without permission, an iPhone): the stage fills the window all the same.
  else document.documentElement.requestFullscreen?.().catch(() => {});
}

/** Puts the beat's figure on the wall, in the beat's state, and everything else out of reach. */
function useFigureOnWall(
  beats: Beats,
  beat: number,
  stage: { readonly current: HTMLElement | null },
  place: { readonly current: HTMLElement | null },
): void {
  const { figure = null, state = null } = beats.facts[beat] ?? {};
  useLayoutEffect(() => {
    const root = stage.current;
    if (root === null) return;
    let undo = spotlight(root, null, null);
    const stop =
      figure === null
        ? () => {}
        : whenThere(figure, (element) => {
            undo();
            undo = spotlight(root, element, place.current);
          });
    return () => {
      stop();
      undo();
    };
  }, [figure, stage, place]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another beat sets its state again, though it may be the same
  useEffect(() => {
    if (figure !== null && state !== null) setFigure(figure, payloadOf(state));
  }, [beat, figure, state]);
}

const footKeys: readonly { readonly key: StageKey; readonly cap: string }[] = [
  { key: 'next', cap: '→' },
  { key: 'back', cap: '←' },
  { key: 'blank', cap: 'B' },
  { key: 'code', cap: 'Q' },
  { key: 'speaker', cap: 'S' },
  { key: 'full screen', cap: 'F' },
  { key: 'leave', cap: 'Esc' },
];

function StageFoot({
  act,
  session,
}: {
  readonly act: (action: StageAction) => void;
  readonly session: string;
}) {
  return (
    <div className="stage-foot">
      {footKeys.map(({ key, cap }) => (
        <button key={key} type="button" onClick={() => perform(key, act, session)}>
          <kbd>{cap}</kbd>
          {words.keys[key]}
        </button>
      ))}
    </div>
  );
}
