/**
 * What a link can ask for beside the text: the stage, the speaker's window, a theme. The stage and the speaker's window are fetched when
 * somebody presents.
 */
import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { decodePage, type PageState, withPage } from '../../widgets/kit/page-link.ts';
import { presentEvent } from '../../widgets/kit/present.ts';
import { widgetNames } from '../../widgets/registry.ts';
import { messages } from '../messages/index.ts';
import type { Page } from '../pages.ts';
import { overrideTheme } from '../reader/settings.ts';
import { useShortcut } from './shortcuts.ts';

const Stage = lazy(() => import('../stage/stage.tsx'));
const Speaker = lazy(() => import('../stage/speaker.tsx'));

export interface Views {
  /** Opens the stage; null where there is nothing to present. */
  readonly present: (() => void) | null;
  readonly view: PageState['view'];
  readonly link: PageState | null;
  readonly problems: readonly string[];
  leave(): void;
  dismiss(): void;
}

export function useViews(page: Page): Views {
  const [link, setLink] = useState<PageState | null>(null);
  const [problems, setProblems] = useState<readonly string[]>([]);
  const presentable = page.kind === 'chapter' && page.beatCount > 0;
  const wanted = link?.view ?? 'read';
  const view = presentable ? wanted : 'read';

  useEffect(() => {
    const { state, problems: found } = decodePage(location.search, widgetNames);
    setLink(state);
    setProblems(found);
    if (state.theme !== 'own') overrideTheme(state.theme);
  }, []);
  useEffect(() => {
    if (link === null) return;
    // The first paint has hidden the text already where a link asks for another view.
    const { dataset } = document.documentElement;
    if (view === 'read') delete dataset.view;
    else dataset.view = view;
  }, [link, view]);

  const present = useCallback(() => {
    setLink({ theme: 'own', view: 'stage', beat: 1, session: '' });
    document.documentElement.requestFullscreen?.().catch(() => {});
  }, []);
  const leave = useCallback(() => {
    if (document.fullscreenElement) void document.exitFullscreen();
    const plain: PageState = { theme: 'own', view: 'read', beat: 1, session: '' };
    history.replaceState(
      history.state,
      '',
      location.pathname + withPage(location.search, plain) + location.hash,
    );
    setLink(plain);
  }, []);
  const onKey = useCallback(
    (event: KeyboardEvent) => {
      // On a figure it presents the figure; elsewhere the chapter.
      const figure = event.target instanceof Element ? event.target.closest('figure[data-widget]') : null;
      if (figure !== null) figure.dispatchEvent(new Event(presentEvent));
      else if (presentable) present();
    },
    [present, presentable],
  );
  useShortcut('p', view === 'read' ? onKey : null);

  const dismiss = useCallback(() => setProblems([]), []);
  return { present: presentable ? present : null, view, link, problems, leave, dismiss };
}

/** Over the page, or instead of it. */
export function OpenView({ page, views }: { readonly page: Page; readonly views: Views }) {
  const { view, link } = views;
  if (page.kind !== 'chapter' || link === null || view === 'read') return null;
  return (
    <Suspense>
      {view === 'stage' ? (
        <Stage page={page} link={link} onLeave={views.leave} />
      ) : (
        <Speaker page={page} link={link} />
      )}
    </Suspense>
  );
}

/** What of a link could not be used, over the foot of the window, where it moves nothing. */
export function LinkNotice({ views }: { readonly views: Views }) {
  if (views.problems.length === 0) return null;
  const { linkNotice } = messages.shell;
  return (
    <div className="link-notice" role="status">
      <p>
        {linkNotice.intro} {views.problems.join('; ')}. {linkNotice.rest}
      </p>
      <button type="button" className="text-button" onClick={views.dismiss}>
        {linkNotice.dismiss}
      </button>
    </div>
  );
}
