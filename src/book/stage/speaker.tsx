/** The speaker's window: notes, what comes next, the time. It presses the stage's keys from afar. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { PageState } from '../../widgets/kit/page-link.ts';
import { messages } from '../messages/index.ts';
import { overlayMessages } from '../messages/overlays.ts';
import type { Page } from '../pages.ts';
import { useSettings } from '../reader/settings.ts';
import { type Beats, BeatWords, loadBeats } from './beats.tsx';
import { stageKey } from './keys.ts';
import { openChannel, type StageAction, type StageChannel, type StageState } from './session.ts';

const words = overlayMessages.stage;

interface SpeakerProps {
  readonly page: Extract<Page, { kind: 'chapter' }>;
  readonly link: PageState;
}

export default function Speaker({ page, link }: SpeakerProps) {
  const [beats, setBeats] = useState<Beats | 'failed' | null>(null);
  const [state, setState] = useState<StageState | null>(null);
  const channel = useRef<StageChannel | null>(null);
  useEffect(() => {
    loadBeats(page.route.path).then(setBeats, () => setBeats('failed'));
  }, [page]);
  useEffect(() => {
    const opened = openChannel(link.session, (message) => {
      if (message.kind === 'shows') setState(message.state);
      if (message.kind === 'left') setState(null);
    });
    channel.current = opened;
    opened.send({ kind: 'hello' });
    return () => opened.close();
  }, [link.session]);
  const act = useCallback((action: StageAction) => channel.current?.send({ kind: 'pressed', action }), []);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const key = stageKey(event, useSettings.getState().shortcuts);
      // The talk is ended, and the wall filled, at the wall.
      if (key === null || key === 'leave' || key === 'speaker' || key === 'full screen' || key === 'hands')
        return;
      event.preventDefault();
      act({ kind: key });
    };
    document.addEventListener('keydown', press, true);
    return () => document.removeEventListener('keydown', press, true);
  }, [act]);

  if (beats === 'failed') return <Alone says={words.failed} />;
  if (beats === null || state === null) return <Alone says={words.waiting} />;
  const now = beats.facts[state.beat];
  const next = beats.facts[state.beat + 1];
  return (
    <main className="speaker" id="text">
      <div className="speaker-head">
        <span>{messages.routes[page.route.path].title}</span>
        <span>{words.beat(state.beat + 1, beats.facts.length)}</span>
        <Clock since={state.since} onRestart={() => act({ kind: 'restart clock' })} />
      </div>
      <h1 tabIndex={-1}>{now?.title ?? ''}</h1>
      <p className="speaker-wall">
        {[
          state.blank ? words.isBlank : '',
          state.code ? words.isCode : '',
          now?.poll ? (state.revealed ? words.isRevealed : words.isAsked) : '',
        ]
          .filter((part) => part !== '')
          .join(' ')}
      </p>
      <section className="speaker-notes" aria-label={words.notes}>
        {now?.notes ? (
          <BeatWords beats={beats} state={state} act={act} part="notes" />
        ) : (
          <p className="unwritten">{words.noNotes}</p>
        )}
      </section>
      <section className="speaker-words" aria-label={words.onTheWall}>
        <h2>{words.onTheWall}</h2>
        <BeatWords beats={beats} state={state} act={act} part="wall" />
      </section>
      <p className="speaker-next">
        <span>{words.next}</span> {next?.title ?? words.end}
      </p>
      <div className="stage-foot">
        {(['back', 'next', 'blank', 'code'] as const).map((kind) => (
          <button key={kind} type="button" onClick={() => act({ kind })}>
            {words.keys[kind]}
          </button>
        ))}
      </div>
    </main>
  );
}

const Alone = ({ says }: { readonly says: string }) => (
  <main className="speaker" id="text">
    <h1 tabIndex={-1}>{words.speaker}</h1>
    <p role="status">{says}</p>
  </main>
);

const two = (value: number): string => String(value).padStart(2, '0');

/** The time of day, and how long the talk has run. */
function Clock({ since, onRestart }: { readonly since: number; readonly onRestart: () => void }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const day = new Date(now);
  const seconds = Math.max(0, Math.floor((now - since) / 1000));
  return (
    <span className="speaker-clock">
      <time>{`${two(day.getHours())}:${two(day.getMinutes())}`}</time>
      <span className="elapsed" role="timer" aria-label={words.elapsed}>
        {`${Math.floor(seconds / 60)}:${two(seconds % 60)}`}
      </span>
      <button type="button" className="text-button" onClick={onRestart}>
        {words.restartClock}
      </button>
    </span>
  );
}
