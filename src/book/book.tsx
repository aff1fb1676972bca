import { type ComponentType, memo, useEffect, useRef, useState } from 'react';
import { Router, useLocation } from 'wouter';
import { connectHighlight } from '../widgets/highlight.ts';
import { Chapter } from './chapter/chapter.tsx';
import { messages } from './messages/index.ts';
import { NotFound } from './pages/not-found.tsx';
import { loadPage, type Page, titleOf } from './pages.ts';
import { useProgress } from './reader/progress.ts';
import { printInLight, useSettings } from './reader/settings.ts';
import { Header } from './shell/header.tsx';
import { connectTerms } from './shell/terms.ts';
import { LinkNotice, OpenView, useViews } from './shell/views.tsx';

interface BookProps {
  readonly initial: Page;
  /** With slashes at both ends, as Vite has it. */
  readonly base: string;
  /** The address to render on the server. */
  readonly path?: string;
}

export function Book({ initial, base, path }: BookProps) {
  const root = base.slice(0, -1);
  return (
    <Router base={root} {...(path === undefined ? {} : { ssrPath: root + path })}>
      <OpenBook initial={initial} />
    </Router>
  );
}

function OpenBook({ initial }: { readonly initial: Page }) {
  const { page, failed, retry } = useOpenPage(initial);
  const views = useViews(page);
  useEffect(() => {
    useSettings.getState().load();
    useProgress.getState().load();
    const disconnect = [connectHighlight(), connectTerms(), printInLight()];
    return () => {
      for (const undo of disconnect) undo();
    };
  }, []);
  const path = page.route?.path ?? null;
  useEffect(() => {
    if (path !== null && page.kind === 'chapter') useProgress.getState().open(path);
  }, [path, page.kind]);
  return (
    <>
      <a className="skip" href="#text">
        {messages.shell.skip}
      </a>
      <Header route={page.kind === 'missing' ? null : page.route} present={views.present} />
      {failed ? (
        <p className="load-failed" role="alert">
          {messages.shell.loadFailed}{' '}
          <button type="button" className="text-button" onClick={retry}>
            {messages.shell.tryAgain}
          </button>
        </p>
      ) : null}
      {/* The speaker's window runs no figure. */}
      {views.view === 'speaker' ? null : page.kind === 'chapter' ? (
        <Chapter key={page.route.path} page={page} />
      ) : page.kind === 'built' ? (
        <BuiltPage key={page.route.path} Content={page.Content} />
      ) : (
        <NotFound route={page.route} />
      )}
      <footer className="foot">
        <p>{messages.shell.footer}</p>
        <noscript>
          <p>{messages.shell.noScript}</p>
        </noscript>
      </footer>
      <OpenView page={page} views={views} />
      <LinkNotice views={views} />
    </>
  );
}

/** Drawn again for another page alone, as a chapter is: its figures stay. */
const BuiltPage = memo(({ Content }: { readonly Content: ComponentType }) => <Content />);

/** The page of the address. While the next one is fetched the old one stays, so that nothing flickers. */
function useOpenPage(initial: Page): { page: Page; failed: boolean; retry: () => void } {
  const [location] = useLocation();
  const [page, setPage] = useState(initial);
  const [failed, setFailed] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const opened = useRef(location);
  const wayBack = useWayBack();

  useEffect(() => {
    if (opened.current === location && attempt === 0) return;
    let current = true;
    loadPage(location).then(
      (next) => {
        if (!current) return;
        opened.current = location;
        setFailed(false);
        setPage(next);
      },
      () => {
        if (current) setFailed(true);
      },
    );
    return () => {
      current = false;
    };
  }, [location, attempt]);

  const shown = useRef(initial);
  useEffect(() => {
    if (shown.current === page) return;
    shown.current = page;
    document.title = titleOf(page);
    wayBack.arrive(page.route?.path ?? '');
  }, [page, wayBack]);

  return { page, failed, retry: () => setAttempt((count) => count + 1) };
}

/** Where on a page the reader was, so that Back returns there, and a link begins at the top or at its heading. */
function useWayBack() {
  const [wayBack] = useState(() => {
    const positions = new Map<string, number>();
    let travelled = false;
    return {
      listen() {
        const remember = () => {
          const path = document.querySelector<HTMLElement>('main')?.dataset.path;
          if (path !== undefined) positions.set(path, scrollY);
        };
        const travel = () => {
          travelled = true;
        };
        addEventListener('scroll', remember, { passive: true });
        addEventListener('popstate', travel);
        return () => {
          removeEventListener('scroll', remember);
          removeEventListener('popstate', travel);
        };
      },
      arrive(path: string) {
        const target =
          location.hash === '' ? null : document.getElementById(decodeURIComponent(location.hash.slice(1)));
        const remembered = travelled ? positions.get(path) : undefined;
        travelled = false;
        if (remembered !== undefined) scrollTo(0, remembered);
        else if (target !== null) target.scrollIntoView();
        else scrollTo(0, 0);
        // A screen reader hears where it is, as after a load of the page.
        document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
      },
    };
  });
  useEffect(() => wayBack.listen(), [wayBack]);
  return wayBack;
}
