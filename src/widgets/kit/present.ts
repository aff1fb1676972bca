/** A figure on the whole screen in the projector's type; where the browser allows no full screen, over the page. */
import { type RefObject, useCallback, useEffect, useState } from 'react';

/** Sent to a figure from outside of it: by the page's key for presenting. */
export const presentEvent = 'book:present';

export function usePresent(figure: RefObject<HTMLElement | null>): {
  readonly presented: boolean;
  toggle(): void;
} {
  const [presented, setPresented] = useState(false);

  // What it is now is asked when it changes, not when the key was bound: two presses before the next paint are two changes.
  const toggle = useCallback(() => setPresented((before) => !before), []);

  useEffect(() => {
    const element = figure.current;
    element?.addEventListener(presentEvent, toggle);
    return () => element?.removeEventListener(presentEvent, toggle);
  }, [figure, toggle]);

  useEffect(() => {
    const element = figure.current;
    if (!presented || !element) return;
    // Refused (a frame without permission, an iPhone): the fixed layer of the style sheet serves.
    const entered = element.requestFullscreen?.().catch(() => {});
    let inside = false;
    const left = () => {
      if (document.fullscreenElement === element) inside = true;
      else if (inside) setPresented(false);
    };
    const onEscape = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !document.fullscreenElement) setPresented(false);
    };
    document.addEventListener('fullscreenchange', left);
    document.addEventListener('keydown', onEscape);
    return () => {
      document.removeEventListener('fullscreenchange', left);
      document.removeEventListener('keydown', onEscape);
      // Left before the browser had finished entering: it is left as soon as it has.
      void entered?.then(() => {
        if (document.fullscreenElement === element) void document.exitFullscreen();
      });
    };
  }, [figure, presented]);

  return { presented, toggle };
}
